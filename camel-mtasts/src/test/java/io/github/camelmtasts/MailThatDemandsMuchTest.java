package io.github.camelmtasts;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Size, bytes and addresses beyond ASCII: what is declared to a host that offers it, and what becomes of the mail elsewhere. */
class MailThatDemandsMuchTest {

    private static final MxHost FIRST = mxHost("mx1.two.example");
    private static final MxHost SECOND = mxHost("mx2.two.example");

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("two.example").policy(enforce("*.two.example")).mx(10, FIRST).mx(20, SECOND));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    private static MxServer first() {
        return INTERNET.internet().mx("mx1.two.example");
    }

    private static MxServer second() {
        return INTERNET.internet().mx("mx2.two.example");
    }

    private Exchange send(Object body, String to) {
        return sender.send(Sender.ENDPOINT, body, Map.of("To", to));
    }

    private static MimeMessage message(String header, String body, Charset charset) throws Exception {
        String mail = "From: billing@sender.example\r\nTo: you@two.example\r\n" + header + "\r\n" + body;
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(charset)));
    }

    private static MimeMessage eightBit() throws Exception {
        return message("Content-Transfer-Encoding: 8bit\r\n", "Grüße\r\n", StandardCharsets.UTF_8);
    }

    private static String mailCommand(MxServer mx) {
        return mx.sessions().stream()
                .flatMap(session -> session.commands().stream())
                .filter(line -> line.startsWith("MAIL"))
                .reduce((earlier, later) -> later)
                .orElse("none");
    }

    private static void assertFailed(Exchange sent, String reason, String status) {
        assertThat(Sender.outcome(sent)).isEqualTo("FAILED");
        assertThat(Sender.reason(sent)).isEqualTo(reason);
        assertThat(sent.getException()).isInstanceOf(PermanentDeliveryException.class);
        assertThat(Sender.report(sent).toJson()).contains("\"status\":\"" + status + "\"");
        assertThat(mailCommand(first())).as("said to the first host").isEqualTo("none");
    }

    @Test
    void theSizeIsDeclaredInBytesAsTheyAreWritten() {
        send("one\ntwo\n.three\n", "you@two.example");

        ReceivedMail mail = INTERNET.internet().mails().get(0);
        assertThat(mailCommand(first())).isEqualTo("MAIL FROM:<billing@sender.example> SIZE=" + mail.raw().length);
    }

    @Test
    void nothingIsDeclaredToAHostThatOffersNothing() {
        first().behave(FIRST.extensions("HELP"));

        send("Hello", "you@two.example");

        assertThat(mailCommand(first())).isEqualTo("MAIL FROM:<billing@sender.example>");
    }

    @Test
    void aMailThatIsLargerThanTheHostTakesFailsBeforeItIsOffered() {
        first().behave(FIRST.extensions("SIZE 1000", "PIPELINING"));

        assertFailed(send("x".repeat(70).concat("\r\n").repeat(20), "you@two.example"), "MAIL_TOO_LARGE", "5.3.4");
        assertThat(second().sessions()).as("the first host had the last word").isEmpty();
        assertThat(Sender.outcome(send("Hello", "you@two.example"))).isEqualTo("DELIVERED");
        assertThat(first().sessions()).as("and the session is still good").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE", "SIZE 0", "SIZE what", "SIZE 99999999999999999999"})
    void aLimitThatIsNoneIsNone(String offer) {
        first().behave(FIRST.extensions(offer));

        assertThat(Sender.outcome(send("Hello", "you@two.example"))).isEqualTo("DELIVERED");
        assertThat(mailCommand(first())).contains(" SIZE=");
    }

    @Test
    void bytesBeyondAsciiAreDeclared() throws Exception {
        assertThat(Sender.outcome(send(eightBit(), "you@two.example"))).isEqualTo("DELIVERED");

        assertThat(mailCommand(first())).endsWith(" BODY=8BITMIME");
        assertThat(INTERNET.internet().mails().get(0).text()).endsWith("\r\n\r\nGrüße\r\n");
    }

    @Test
    void aMailThatCamelMailBuildsIsSevenBitForEveryHost() {
        first().behave(FIRST.extensions("HELP"));

        Exchange sent = sender.send(
                Sender.ENDPOINT + "&contentType=text/plain;charset=UTF-8&useHeaderReplyTo=true",
                "Grüße",
                Map.of(
                        "To", "Jürgen <you@two.example>",
                        "Reply-To", "Büro <office@sender.example>, \"Müller, Jörg\" <jm@sender.example>",
                        "Subject", "Grüße"));

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        ReceivedMail mail = INTERNET.internet().mails().get(0);
        assertThat(mail.text()).isASCII();
        assertThat(mail.header("Reply-To").orElseThrow())
                .contains("=?UTF-8?Q?B=C3=BCro?= <office@sender.example>")
                .contains(" <jm@sender.example>");
    }

    @Test
    void theNextHostHasItsTurnIfTheFirstTakesNoBytesBeyondAscii() throws Exception {
        first().behave(FIRST.extensions("SIZE", "PIPELINING"));

        assertThat(Sender.outcome(send(eightBit(), "you@two.example"))).isEqualTo("DELIVERED");
        assertThat(second().mails()).hasSize(1);
    }

    @Test
    void aMailBeyondAsciiFailsIfNoHostTakesIt() throws Exception {
        first().behave(FIRST.extensions("SMTPUTF8"));
        second().behave(SECOND.extensions("SIZE"));

        assertFailed(send(eightBit(), "you@two.example"), "EIGHT_BIT_NOT_OFFERED", "5.6.3");
        assertThat(mailCommand(second())).isEqualTo("none");
    }

    @Test
    void aMailBeyondAsciiWaitsForAHostThatCouldNotBeAsked() throws Exception {
        first().behave(FIRST.down());
        second().behave(SECOND.extensions("SIZE"));

        Exchange sent = send(eightBit(), "you@two.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.reason(sent)).isEqualTo("CONNECTION_FAILED");
    }

    @Test
    void aLocalPartBeyondAsciiArrives() {
        assertThat(Sender.outcome(send("Hello", "jürgen@two.example, 世界@two.example")))
                .isEqualTo("DELIVERED");

        ReceivedMail mail = INTERNET.internet().mails().get(0);
        assertThat(mailCommand(first())).endsWith(" SMTPUTF8").contains(" BODY=8BITMIME");
        assertThat(mail.recipients()).containsExactly("jürgen@two.example", "世界@two.example");
        assertThat(mail.header("To").orElseThrow())
                .contains("jürgen@two.example")
                .contains("世界@two.example");
    }

    @Test
    void aSenderBeyondAsciiArrives() {
        Exchange sent = sender.send(
                "mtasts:send?useHeaderRecipients=true&useHeaderFrom=true",
                "Hello",
                Map.of("To", "you@two.example", "From", "Büro <büro@sender.example>"));

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        ReceivedMail mail = INTERNET.internet().mails().get(0);
        assertThat(mail.sender()).isEqualTo("büro@sender.example");
        assertThat(mail.header("From").orElseThrow()).contains("<büro@sender.example>");
    }

    @Test
    void anAddressBeyondAsciiFailsIfNoHostTakesIt() {
        first().behave(FIRST.extensions("8BITMIME"));
        second().behave(SECOND.extensions("8BITMIME"));

        assertFailed(send("Hello", "jürgen@two.example"), "SMTPUTF8_NOT_OFFERED", "5.6.7");
        assertThat(second().sessions()).hasSize(1);
        assertThat(mailCommand(second())).isEqualTo("none");
    }

    @Test
    void whoHasAnAsciiAddressGetsTheMailThatAnotherCannotHave() {
        first().behave(FIRST.extensions("8BITMIME"));
        second().behave(SECOND.extensions("8BITMIME"));

        Exchange sent =
                sender.send(Sender.ENDPOINT, "Hello", Map.of("To", "you@two.example", "Bcc", "jürgen@two.example"));

        assertThat(Sender.report(sent).recipients())
                .extracting(RecipientReport::outcome)
                .containsExactly(Outcome.DELIVERED, Outcome.FAILED);
        assertThat(mailCommand(first())).doesNotContain("SMTPUTF8");
    }

    @Test
    void aFinishedMessageWithRawUtf8InItsHeaderIsDeclaredAndArrivesAsItIs() throws Exception {
        MimeMessage message =
                message("Subject: Grüße\r\nCc: jürgen@two.example\r\n", "Hello\r\n", StandardCharsets.UTF_8);

        assertThat(Sender.outcome(send(message, "ignored@two.example"))).isEqualTo("DELIVERED");

        ReceivedMail mail = INTERNET.internet().mails().get(0);
        assertThat(mailCommand(first())).endsWith(" SMTPUTF8");
        assertThat(mail.recipients()).containsExactly("you@two.example", "jürgen@two.example");
        assertThat(mail.text()).contains("Subject: Grüße\r\nCc: jürgen@two.example\r\n");
    }

    @Test
    void anOldMessageWithRawLatinInItsHeaderNeedsNoSmtpUtf8() throws Exception {
        first().behave(FIRST.extensions("8BITMIME"));
        MimeMessage message = message("Subject: Grüße\r\n", "Hello\r\n", StandardCharsets.ISO_8859_1);

        assertThat(Sender.outcome(send(message, "ignored@two.example"))).isEqualTo("DELIVERED");

        assertThat(mailCommand(first())).endsWith(" BODY=8BITMIME");
        assertThat(new String(INTERNET.internet().mails().get(0).raw(), StandardCharsets.ISO_8859_1))
                .contains("Subject: Grüße\r\n");
    }

    private ReceivedMail withNullSender(String options, Object body, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put("To", "you@two.example");
        Exchange sent = sender.send(
                "mtasts:send?from=<>&useHeaderRecipients=true&localHostname=mail.sender.example" + options, body, all);
        assertThat(sent.getException()).isNull();
        assertThat(mailCommand(first())).startsWith("MAIL FROM:<> SIZE=");
        List<ReceivedMail> mails = first().mails();
        assertThat(mails).hasSize(1);
        assertThat(mails.get(0).sender()).isEmpty();
        assertThat(Sender.report(sent).sender()).isEmpty();
        return mails.get(0);
    }

    @Test
    void theNullSenderStandsInTheEnvelopeAndTheMailerDaemonInTheHeader() {
        ReceivedMail mail = withNullSender("", "Could not be delivered", Map.of());

        assertThat(mail.header("From")).contains("MAILER-DAEMON@mail.sender.example");
        assertThat(mail.header("Message-ID").orElseThrow()).endsWith("@mail.sender.example>");
    }

    @Test
    void underTheNullSenderTheHeaderMayNameAnybody() {
        ReceivedMail mail =
                withNullSender("&useHeaderFrom=true", "Hello", Map.of("From", "Reports <reports@sender.example>"));

        assertThat(mail.header("From")).contains("Reports <reports@sender.example>");
    }

    @Test
    void theNullSenderGoesWithAFinishedMessageToo() throws Exception {
        ReceivedMail mail = withNullSender("", message("", "Hello\r\n", StandardCharsets.US_ASCII), Map.of());

        assertThat(mail.header("From")).contains("billing@sender.example");
    }
}
