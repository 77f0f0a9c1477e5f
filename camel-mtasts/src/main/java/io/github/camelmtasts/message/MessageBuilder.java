package io.github.camelmtasts.message;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;

import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.policy.Untrusted;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mail.MailProducer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Makes one mail of an exchange, by camel-mail's own hands, and renders it once. A body that is a {@link MimeMessage} stays as
 * it is, byte for byte but for its Bcc lines. Safe for use by many threads.
 */
public final class MessageBuilder {

    private final MailEndpoint endpoint;
    private final MessageOptions options;
    private final HeaderFilterStrategy filter;
    private final HeaderGuard headers;
    private final EnvelopeReader envelopes;
    private final String hostname;
    private final SpoolRules spoolRules;
    private final Clock clock;
    private final Session session = Session.getInstance(new Properties());
    private final DateField dates = new DateField();
    private final Rendering rendering = new Rendering(session);

    /**
     * A builder for one endpoint.
     *
     * @param hostname       the name of this machine, as the world knows it
     * @param headerFilter   used unless the options name another
     * @param clock          dates the mails
     */
    public MessageBuilder(
            CamelContext context,
            MessageOptions options,
            String hostname,
            HeaderFilterStrategy headerFilter,
            SpoolRules spoolRules,
            Clock clock) {
        this.filter = options.getHeaderFilterStrategy() == null ? headerFilter : options.getHeaderFilterStrategy();
        this.options = options;
        this.headers = new HeaderGuard(filter);
        this.envelopes = new EnvelopeReader(options.hasNullSender(), options.isAllowAddressLiterals());
        this.hostname = hostname;
        this.spoolRules = spoolRules;
        this.clock = clock;
        this.endpoint = new MailEndpoint("smtp://mtasts", null, new MailConfiguration(context));
        endpoint.setCamelContext(context);
        options.applyTo(endpoint, filter, hostname);
        SpoolFile.sweep(spoolRules.directory());
    }

    /** What {@link #build} would make a mail of; to be asked for before, since building takes headers away. */
    public MailInput input(Exchange exchange) {
        return new MailInput(exchange, filter, options.getAlternativeBodyHeader());
    }

    /**
     * Builds and renders; touches no network.
     *
     * @throws InvalidMailException if the mail cannot be sent as it is; the message names the culprit
     * @throws IOException              if the body cannot be read, or the mail not be spooled
     */
    public BuiltMail build(Exchange exchange) throws IOException {
        try {
            MimeMessage message = message(exchange);
            Spool spool = render(message); // first of all: a message that was never saved is completed by that
            try {
                headers.check(message);
                return new BuiltMail(messageId(message), envelopes.read(message), spool);
            } catch (MessagingException | RuntimeException unfit) {
                spool.close();
                throw unfit;
            }
        } catch (MessagingException malformed) {
            throw new InvalidMailException(cannotBeBuilt(malformed));
        } catch (IllegalArgumentException unfit) {
            throw new InvalidMailException(unfit);
        }
    }

    /** What {@link #build} would have against this mail, which another has built; empty if nothing. */
    public Optional<String> complaint(MimeMessage message) {
        try {
            headers.checkAll(message);
            envelopes.read(message);
            return Optional.empty();
        } catch (MessagingException malformed) {
            return Optional.of(String.valueOf(cannotBeBuilt(malformed).getMessage()));
        } catch (IllegalArgumentException unfit) {
            return Optional.of(String.valueOf(unfit.getMessage()));
        }
    }

    /** On one line, whatever the mail says: it is written into logs. */
    private static Optional<String> messageId(MimeMessage message) throws MessagingException {
        return Optional.ofNullable(message.getMessageID()).map(id -> Untrusted.text(MimeUtility.unfold(id)));
    }

    /**
     * Takes a finished mail (message/rfc822) as it is, for the recipients of an envelope that travelled with it.
     *
     * @throws IllegalArgumentException if the body is no mail; the message says so
     * @throws IOException              if the body cannot be read, or the mail not be spooled
     */
    public BuiltMail finished(Exchange exchange, Optional<String> messageId, Envelope envelope) throws IOException {
        Spool spool = new Spool(spoolRules);
        try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
            if (body == null) {
                throw new IllegalArgumentException("The message has an envelope, and a body that is no finished mail");
            }
            rendering.copy(body, spool);
            spool.complete();
            return new BuiltMail(messageId, envelope, spool);
        } catch (IOException | RuntimeException unfinished) {
            spool.close();
            throw unfinished;
        }
    }

    private static IllegalArgumentException cannotBeBuilt(Exception cause) {
        String why = Untrusted.text(String.valueOf(cause.getMessage()));
        return cause instanceof AddressException malformed // which, as a cause, would show the address in a stack trace
                ? new IllegalArgumentException("The mail cannot be built: "
                        + MailAddress.withoutLocalPart(String.valueOf(malformed.getRef())) + " is no mail address: "
                        + why)
                : new IllegalArgumentException("The mail cannot be built: " + why, cause);
    }

    private MimeMessage message(Exchange exchange) throws MessagingException, IOException {
        if (!(exchange.getMessage().getBody() instanceof MimeMessage)) {
            headers.check(exchange);
            headers.check("Subject", options.getSubject());
            headers.checkOption("to", options.getTo());
            headers.checkOption("cc", options.getCc());
            headers.checkOption("bcc", options.getBcc());
            headers.checkOption("from", options.getFrom());
            headers.checkOption("replyTo", options.getReplyTo());
            demandSender(exchange);
            demandRecipients(exchange);
        }
        Builder builder = new Builder(endpoint, new Catcher());
        builder.process(exchange, doneSync -> {});
        Exception failure = exchange.getException();
        if (failure != null) {
            exchange.setException(null); // thrown instead, so that there is one way out
            throw cannotBeBuilt(failure);
        }
        return builder.catcher.caught();
    }

    private void demandSender(Exchange exchange) {
        boolean fromHeader = options.isUseHeaderFrom() && exchange.getMessage().getHeader("From") != null;
        if (options.getFrom() == null && !fromHeader) {
            throw new IllegalArgumentException(
                    "The mail has no sender: set the option from, or useHeaderFrom=true and the header From");
        }
    }

    private void demandRecipients(Exchange exchange) {
        boolean byHeader = options.isUseHeaderRecipients()
                && Stream.of("To", "Cc", "Bcc")
                        .map(name -> exchange.getMessage().getHeader(name, String.class))
                        .anyMatch(MessageBuilder::namesSomebody);
        boolean byOption =
                Stream.of(options.getTo(), options.getCc(), options.getBcc()).anyMatch(MessageBuilder::namesSomebody);
        if (!byHeader && !byOption) {
            throw new IllegalArgumentException(
                    "The mail has no recipients: set the option to, or useHeaderRecipients=true and the header To");
        }
    }

    private static boolean namesSomebody(@Nullable String addresses) {
        return addresses != null && !addresses.replace(',', ' ').isBlank();
    }

    private Spool render(MimeMessage message) throws IOException, MessagingException {
        Spool spool = new Spool(spoolRules);
        try {
            rendering.render(message, spool);
            spool.complete();
            return spool;
        } catch (IOException | MessagingException | RuntimeException unfinished) {
            spool.close();
            throw unfinished;
        }
    }

    /** camel-mail's producer, one for each exchange, so that what it would send comes to a hand of this exchange alone. */
    private static final class Builder extends MailProducer {

        private final Catcher catcher;

        Builder(MailEndpoint endpoint, Catcher catcher) {
            super(endpoint, catcher);
            this.catcher = catcher;
        }

        @Override
        protected JavaMailSender getSender(Exchange exchange) {
            return catcher;
        }
    }

    /** Takes the message where camel-mail would send it, and completes what a mail needs. */
    private final class Catcher extends DefaultJavaMailSender {

        private @Nullable MimeMessage caught;

        Catcher() {
            setSession(session);
        }

        @Override
        public void send(MimeMessage message) throws MessagingException {
            if (message.getSession() == getSession()) {
                complete(message); // built here and now; a user's own message stays as it is
            }
            caught = message;
        }

        private void complete(MimeMessage message) throws MessagingException {
            if (message.getHeader("Date") == null || message.getSentDate() == null) {
                message.setHeader("Date", dates.at(clock.instant()));
            }
            String given = message.getMessageID();
            message.saveChanges();
            message.setHeader("Message-ID", given == null ? newMessageId(message) : given);
            HeaderText.encodeAll(message);
        }

        /** RFC 5322 section 3.6.4; the sender's domain stands in it, and not the name of this machine. */
        private String newMessageId(MimeMessage message) throws MessagingException {
            ThreadLocalRandom random = ThreadLocalRandom.current(); // it need be unique, and no secret
            String unique = new UUID(random.nextLong(), random.nextLong()).toString();
            String domain = options.hasNullSender()
                    ? hostname
                    : EnvelopeReader.author(message).domain().toString();
            return "<" + unique + "@" + domain + ">";
        }

        MimeMessage caught() {
            if (caught == null) {
                throw new IllegalArgumentException(
                        "The mail cannot be built: camel-mail made no message of the exchange");
            }
            return caught;
        }
    }
}
