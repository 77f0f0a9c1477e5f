package io.github.camelmtasts;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** A mail is the same whatever charset the machine has: services and containers often run under LC_ALL=POSIX. */
class CharsetsTest {

    private static final String TEXT = "Grüße, 世界";

    @Test
    void aMailUnderThePosixLocaleKeepsEveryCharacter(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("log.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=US-ASCII",
                        "-Dsun.jnu.encoding=ANSI_X3.4-1968",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OneMail.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("LC_ALL", "POSIX");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(log)).contains("the mail is as it was written");
    }

    /** Sends and reads in a process of its own. */
    static final class OneMail {

        private OneMail() {}

        public static void main(String[] arguments) throws Exception {
            try (LoopbackInternet internet = LoopbackInternet.of(
                                    domain("good.example").mx(10, mxHost("mx.good.example")))
                            .start();
                    Sender sender = new Sender(internet)) {
                Exchange sent = sender.context()
                        .createProducerTemplate()
                        .request(
                                "mtasts:send?useHeaderRecipients=true&useHeaderFrom=true&useHeaderReplyTo=true"
                                        + "&localHostname=mail.sender.example&subject=" + TEXT,
                                OneMail::fill);
                assertThat(sent.getException()).isNull();
                check(internet.mails().get(0));
                System.out.println("the mail is as it was written");
            }
            System.exit(0);
        }

        private static void fill(Exchange exchange) {
            exchange.getMessage().setBody(TEXT);
            exchange.getMessage()
                    .setHeaders(new HashMap<>(Map.of(
                            "From", "\"Jürgen, Büro\" <me@sender.example>",
                            "To", "\"Zoë, Büro\" <you@good.example>",
                            "Reply-To", "Bücher <b@sender.example>",
                            "CamelMailAlternativeBody", TEXT,
                            "X-Text", TEXT)));
            Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class))
                    .addAttachment(
                            TEXT + ".txt",
                            new DataHandler(
                                    new ByteArrayDataSource(new byte[] {(byte) 0xC3, (byte) 0xBC}, "text/plain")));
        }

        private static String nameIn(Address[] addresses) {
            return ((InternetAddress) addresses[0]).getPersonal();
        }

        private static void check(ReceivedMail received) throws Exception {
            MimeMessage mail =
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(received.raw()));
            assertThat(received.text()).isASCII();
            assertThat(mail.getSubject()).isEqualTo(TEXT);
            assertThat(nameIn(mail.getFrom())).isEqualTo("Jürgen, Büro");
            assertThat(nameIn(mail.getRecipients(RecipientType.TO))).isEqualTo("Zoë, Büro");
            assertThat(nameIn(mail.getReplyTo())).isEqualTo("Bücher");
            Multipart alternatives = (Multipart) mail.getContent();
            assertThat(alternatives.getBodyPart(0).getContent()).isEqualTo(TEXT);
            Multipart mixed = (Multipart) alternatives.getBodyPart(1).getContent();
            assertThat(mixed.getBodyPart(0).getContent()).isEqualTo(TEXT);
            assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo(TEXT + ".txt");
            assertThat(mixed.getBodyPart(1).getContent()).isEqualTo("ü");
        }
    }
}
