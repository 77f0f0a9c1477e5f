package io.github.camelmtasts.guard;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import org.apache.camel.Exchange;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mail.MailProducer;

/** camel-mail's producer, which sends as ever; what it has sent is looked at. */
final class ObservedMailProducer extends MailProducer {

    private final Observer observer;

    ObservedMailProducer(MailEndpoint endpoint, JavaMailSender sender, Observer observer) {
        super(endpoint, sender);
        this.observer = observer;
    }

    @Override
    protected JavaMailSender getSender(Exchange exchange) {
        SessionHeaders.complaint(exchange, getEndpoint()).ifPresent(observer::saw);
        return new Watched(super.getSender(exchange));
    }

    /** Of a sender a producer uses the session and the way to send, and nothing else. */
    private final class Watched extends DefaultJavaMailSender {

        private final JavaMailSender real;

        Watched(JavaMailSender real) {
            this.real = real;
            setSession(real.getSession());
        }

        @Override
        public void send(MimeMessage message) throws MessagingException {
            real.send(message);
            observer.saw(message);
        }
    }
}
