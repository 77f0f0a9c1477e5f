package io.github.camelmtasts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.HostTrace;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.message.OriginalReader;
import io.github.camelmtasts.notification.MailReport;
import io.github.camelmtasts.notification.Notification;
import io.github.camelmtasts.notification.Notifier;
import io.github.camelmtasts.notification.ReportingMta;
import io.github.camelmtasts.notification.Waiting;
import io.github.camelmtasts.policy.DomainName;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What senders get to read, byte for byte: {@code src/test/resources/dsn}. After a change run it once with
 * {@code -Dgolden=write}, and read what came out. A second library has to understand it.
 */
class NotificationTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "dsn");
    private static final String NOW = "2026-11-24T12:00:00Z";
    private static final Instant EARLIER = Instant.parse("2026-11-24T06:00:00Z");
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private static final String MAIL = """
            Received: from desk.sender.example by mail.sender.example; Tue, 24 Nov 2026 05:59:58 +0000
            From: Billing <billing@sender.example>
            To: you@good.example
            Cc: boss@good.example
            Bcc: secret@other.example,
             hidden@other.example
            Resent-Bcc: third@other.example
            Subject: =?utf-8?q?Rechnung_f=C3=BCr_M=C3=A4rz?=
            Date: Tue, 24 Nov 2026 05:59:59 +0000
            Message-ID: <4711@sender.example>
            Content-Type: text/plain

            This is confidential.
            """;

    private final List<RecipientReport> recipients = new ArrayList<>();
    private Duration delayedAfter = Duration.ofHours(4);
    private Waiting waiting = Waiting.UNKNOWN;
    private Optional<MailAddress> sender = Optional.of(MailAddress.of("billing@sender.example"));
    private Object mail = MAIL.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);

    private NotificationTest delivered(String recipient) {
        HostTrace host = host("mx.good.example", Optional.empty(), "250 2.0.0 taken");
        return add(recipient, Outcome.DELIVERED, Optional.empty(), host);
    }

    private NotificationTest failed(String recipient, FailureReason reason, String detail) {
        return add(recipient, Outcome.FAILED, Optional.of(new Failure(reason, detail)));
    }

    private NotificationTest answered(String recipient, Outcome outcome, String reply) {
        FailureReason reason = reply.startsWith("5") ? FailureReason.SERVER_REFUSED : FailureReason.SERVER_DEFERRED;
        Optional<Failure> failure = Optional.of(new Failure(reason, "mx.good.example answered: " + reply));
        return add(recipient, outcome, failure, host("mx.good.example", failure, reply));
    }

    private NotificationTest add(String recipient, Outcome outcome, Optional<Failure> failure, HostTrace... hosts) {
        recipients.add(
                new RecipientReport(MailAddress.of(recipient), outcome, Optional.empty(), failure, List.of(hosts)));
        return this;
    }

    private static HostTrace host(String name, Optional<Failure> failure, String reply) {
        int code = Integer.parseInt(reply.substring(0, 3));
        return new HostTrace(
                DomainName.of(name),
                Optional.empty(),
                Instant.parse(NOW),
                Optional.empty(),
                failure,
                Optional.empty(),
                Optional.of(new SmtpReply(code, reply)));
    }

    private Optional<Notification> notification() throws IOException {
        DeliveryReport report =
                new DeliveryReport(Optional.of("<4711@sender.example>"), sender, recipients, Instant.parse(NOW));
        Notifier notifier = new Notifier(
                ReportingMta.of(DomainName.of("mail.sender.example")), delayedAfter, MovableClock.at(NOW), () -> ID);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start(); // for its type converters
            var message = new DefaultExchange(context).getMessage();
            message.setBody(mail);
            return notifier.about(MailReport.parse(report.toJson()), OriginalReader.read(message), waiting);
        }
    }

    /** The notification, which is the same as in the file. */
    private String golden(String name) throws Exception {
        byte[] bytes = notification().orElseThrow().bytes();
        Path file = GOLDEN.resolve(name + ".eml");
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN);
            Files.write(file, bytes);
        }
        assertThat(Files.readString(file, StandardCharsets.UTF_8))
                .as("run this test with -Dgolden=write")
                .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** As apache-mime4j reads it: the text, the fields for machines, the header of the mail. */
    private record Parts(Message message, List<Entity> parts) {
        static Parts of(String mail) throws IOException {
            Message message = new DefaultMessageBuilder()
                    .parseMessage(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
            assertThat(message.getMimeType()).isEqualTo("multipart/report");
            return new Parts(message, ((Multipart) message.getBody()).getBodyParts());
        }

        String content(int part) throws IOException {
            Body body = parts.get(part).getBody();
            assertThat(body).as("no message inside").isInstanceOf(SingleBody.class);
            try (var in = ((SingleBody) body).getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        List<String> types() {
            return parts.stream().map(Entity::getMimeType).toList();
        }
    }

    @Test
    void aRefusedRecipientIsToldOfAndNobodyElse() throws Exception {
        delivered("boss@good.example").delivered("secret@other.example");
        answered(
                "you@good.example",
                Outcome.FAILED,
                "550 5.1.1 <you@good.example>: no such user; try boss@good.example");

        String mail = golden("refused");

        Parts read = Parts.of(mail);
        assertThat(read.types()).containsExactly("text/plain", "message/delivery-status", "text/rfc822-headers");
        assertThat(read.message().getSubject()).isEqualTo("Your mail could not be delivered");
        assertThat(read.message().getTo().flatten()).hasToString("[billing@sender.example]");
        assertThat(read.message().getHeader().getField("In-Reply-To").getBody()).isEqualTo("<4711@sender.example>");
        assertThat(read.message().getHeader().getField("Auto-Submitted").getBody())
                .isEqualTo("auto-replied");
        assertThat(read.content(0))
                .contains("Rechnung für März", "you@good.example", "refused your mail", "typing errors");
        assertThat(read.content(1))
                .contains("Final-Recipient: rfc822; you@good.example", "Action: failed", "Status: 5.1.1")
                .contains("Remote-MTA: dns; mx.good.example", "Diagnostic-Code: smtp; 550 5.1.1 ");
        assertThat(read.content(2)).contains("Cc: boss@good.example").endsWith("Content-Type: text/plain\r\n");
        assertThat(read.content(0) + read.content(1)).doesNotContain("boss");
        assertThat(mail).doesNotContain("secret", "hidden", "third", "confidential", "Bcc");
    }

    @Test
    void whoWasGivenUpIsToldOfTogetherWithWhomTheSameBefell() throws Exception {
        waiting = new Waiting(Optional.of(Instant.parse("2026-11-19T12:00:00Z")), Optional.empty());
        String detail = "given up after 5 days; at last: the certificate of mx.good.example has expired";
        failed("you@good.example", FailureReason.CERTIFICATE_EXPIRED, detail)
                .failed("boss@good.example", FailureReason.CERTIFICATE_EXPIRED, detail)
                .failed("me@gone.example", FailureReason.NO_SUCH_DOMAIN, "gone.example does not exist");

        Parts read = Parts.of(golden("given-up"));

        assertThat(read.content(0)).containsOnlyOnce("only to a mail system that proves who");
        assertThat(read.content(1))
                .contains("Arrival-Date: Thu, 19 Nov 2026 12:00:00 +0000", "Status: 5.7.5", "Status: 5.1.2")
                .as("no host said anything")
                .doesNotContain("Remote-MTA", "Diagnostic-Code");
    }

    @Test
    void whoWaitsForLongIsToldOf() throws Exception {
        waiting = new Waiting(Optional.of(EARLIER), Optional.of(Instant.parse("2026-11-29T06:00:00Z")));
        answered("you@good.example", Outcome.DEFERRED, "451 4.2.2 mailbox full");

        Parts read = Parts.of(golden("delayed"));

        assertThat(read.message().getSubject()).isEqualTo("Your mail has not been delivered yet");
        assertThat(read.content(0)).contains("until 29 November 2026", "You need not send it once more");
        assertThat(read.content(1))
                .contains("Action: delayed", "Status: 4.2.2", "Diagnostic-Code: smtp; 451 4.2.2 mailbox full")
                .contains("Will-Retry-Until: Sun, 29 Nov 2026 06:00:00 +0000");
    }

    @Test
    void addressesAndHeadersBeyondAsciiStayWhatTheyAre() throws Exception {
        sender = Optional.of(MailAddress.of("jürgen@sender.example"));
        mail = "From: jürgen@sender.example\r\nDate: Tue, 24 Nov 2026 06:00:00 +0000\r\nSubject: Grüße\r\n\r\nHello"
                .getBytes(StandardCharsets.UTF_8);
        failed("用户@good.example", FailureReason.SMTPUTF8_NOT_OFFERED, "mx.good.example does not offer SMTPUTF8");

        String text = golden("global");

        Parts read = Parts.of(text);
        assertThat(text).contains("report-type=global-delivery-status;", "To: <jürgen@sender.example>\r\n");
        assertThat(read.types())
                .containsExactly("text/plain", "message/global-delivery-status", "message/global-headers");
        assertThat(read.content(0)).contains("用户@good.example", "\"Grüße\"");
        assertThat(read.content(1)).contains("Final-Recipient: utf-8; 用户@good.example\r\n", "Status: 5.6.7");
        assertThat(read.content(2))
                .isEqualTo(
                        "From: jürgen@sender.example\r\nDate: Tue, 24 Nov 2026 06:00:00 +0000\r\nSubject: Grüße\r\n");
    }

    @Test
    void nobodyPutsAFieldOrAPartIntoIt() throws Exception {
        String attack = "\r\nBcc: all@evil.example\r\n\r\n--report-" + ID + "\r\n\u202Eevil\u0000";
        mail =
                ("From: me@sender.example\r\nDate: Tue, 24 Nov 2026 06:00:00 +0000\r\nSubject: =?utf-8?q?a=0D=0ABcc:_all@evil.example?=\r\nX-Long: "
                                + "x".repeat(2000) + "\r\nX-Bytes: \u00ff\u0000\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        answered("you@good.example", Outcome.FAILED, "550 no" + attack + "ä".repeat(3000));

        String text = golden("hostile");

        Parts read = Parts.of(text);
        assertThat(read.types()).containsExactly("text/plain", "message/delivery-status", "text/rfc822-headers");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(998));
        assertThat(text.substring(0, text.indexOf("\r\n\r\n"))).doesNotContain("evil");
        assertThat((read.content(1) + read.content(2)).lines()).noneMatch(line -> line.startsWith("Bcc:"));
        assertThat(text).matches("(?s)[\\x20-\\x7E\r\n]*");
        assertThat(read.content(1)).contains("Diagnostic-Code: smtp; 550 no Bcc: ...@evil.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/reset?token=SECRET\r\nPassword: hunter2\r\n\r\nHello",
                "From: me@sender.example\r\nPassword: hunter2\r\n\r\nHello"
            })
    void aTextThatIsNoMailDoesNotComeBack(String text) throws Exception {
        mail = text.getBytes(StandardCharsets.US_ASCII);

        String notification = failed("you@good.example", FailureReason.STARTTLS_NOT_OFFERED, "seen")
                .notification()
                .orElseThrow()
                .mail();

        assertThat(notification).doesNotContain("SECRET", "hunter2");
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void eachReasonHasWordsAndACode(FailureReason reason) throws Exception {
        String text = failed("you@good.example", reason, "seen")
                .notification()
                .orElseThrow()
                .mail();

        Parts read = Parts.of(text);
        assertThat(read.content(0))
                .contains("good.example", "What you can do: ")
                .doesNotContain("%s", "not recorded");
        assertThat(read.content(1))
                .contains("Status: 5" + reason.enhancedStatus().substring(1) + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({"DELIVERED, PT0S, false", "DEFERRED, PT7H, false", "DEFERRED, PT6H, true", "FAILED, PT7H, true"})
    void onlyFailuresAndLongDelaysAreTold(Outcome outcome, Duration threshold, boolean told) throws Exception {
        delayedAfter = threshold;
        waiting = new Waiting(Optional.of(EARLIER), Optional.empty());
        Optional<Failure> failure = outcome == Outcome.DELIVERED
                ? Optional.empty()
                : Optional.of(new Failure(FailureReason.CONNECTION_FAILED, "nobody answers"));
        add("you@good.example", outcome, failure, host("mx.good.example", failure, "250 taken"));

        assertThat(notification().isPresent()).isEqualTo(told);
    }

    @Test
    void withoutAnyNoteTheMailsOwnDateSaysSinceWhenItWaits() throws Exception {
        answered("you@good.example", Outcome.DEFERRED, "451 later");
        assertThat(notification()).isPresent();

        delayedAfter = Duration.ofHours(7);
        assertThat(notification()).isEmpty();

        mail = "no mail";
        assertThat(notification()).isPresent();
    }

    @Test
    void theNullSenderGetsNone() throws Exception {
        sender = Optional.empty();
        answered("you@good.example", Outcome.FAILED, "550 no");

        assertThat(notification()).isEmpty();
    }

    @Test
    void whoWaitsForAShortTimeIsNotNamedBesideOneWhoFailed() throws Exception {
        answered("you@good.example", Outcome.FAILED, "550 no")
                .answered("boss@good.example", Outcome.DEFERRED, "451 later");
        delayedAfter = Duration.ofHours(7);

        assertThat(notification().orElseThrow().mail())
                .contains("Action: failed")
                .doesNotContain("Action: delayed");
    }

    @Test
    void withoutTheMailThereAreTwoParts() throws Exception {
        mail = "";
        answered("you@good.example", Outcome.FAILED, "550 no");

        assertThat(Parts.of(notification().orElseThrow().mail()).types())
                .containsExactly("text/plain", "message/delivery-status");
    }
}
