package io.github.camelmtasts;

import java.util.List;

import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.delivery.ReplyClass;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpSession;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Two MX hosts under an enforced policy: what the first one says decides whether the second is asked. */
class MailToSeveralHostsTest {

    private static final MxHost FIRST = mxHost("mx1.two.example");

    private static final String SHORT = "responseTimeout=400";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("two.example").policy(enforce("*.two.example")).mx(10, FIRST).mx(20, mxHost("mx2.two.example")),
            domain("second-only.example")
                    .policy(enforce("mx2.second-only.example"))
                    .mx(10, mxHost("mx1.second-only.example"))
                    .mx(20, mxHost("mx2.second-only.example")),
            domain("neither.example")
                    .policy(enforce("mx.elsewhere.example"))
                    .mx(10, mxHost("mx1.neither.example"))
                    .mx(20, mxHost("mx2.neither.example")),
            domain("several.example")
                    .policy(enforce("mx.several.example"))
                    .mx(
                            10,
                            mxHost("mx.several.example")
                                    .refusing("gone@several.example", "550 5.1.1 <gone@several.example>: no such user")
                                    .refusing("busy@several.example", "451 4.2.1 busy")));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    private static MxServer mx(String name) {
        return INTERNET.internet().mx(name);
    }

    private Exchange sendWhile(MxHost firstBehaves, String options) {
        mx("mx1.two.example").behave(firstBehaves);
        return sender.sendWith(options, "personal.name@two.example");
    }

    private static void assertTakenBySecond(Exchange sent) {
        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(MtaStsConstants.MX_HOST)).isEqualTo("mx2.two.example");
        assertThat(mx("mx2.two.example").mails()).hasSize(1);
        assertThat(mx("mx1.two.example").mails()).isEmpty();
    }

    @Test
    void theFirstHostGetsTheMailIfNothingIsWrong() {
        Exchange sent = sendWhile(FIRST, SHORT);

        assertThat(sent.getMessage().getHeader(MtaStsConstants.MX_HOST)).isEqualTo("mx1.two.example");
        assertThat(mx("mx2.two.example").sessions()).isEmpty();
    }

    @Test
    @Requirement({"R8461-5-1", "R8461-5.1-3", "R8461-8.4-1"})
    void aHostOutsideThePolicyIsPassedOverWithoutAConnection() {
        Exchange sent = sender.send("you@second-only.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(sent.getMessage().getHeader(MtaStsConstants.MX_HOST)).isEqualTo("mx2.second-only.example");
        assertThat(mx("mx1.second-only.example").sessions()).isEmpty();
        assertThat(mx("mx2.second-only.example").mails()).hasSize(1);
    }

    @Test
    @Requirement({"R8461-5-1", "R8461-5-5"})
    void aMailWaitsIfThePolicyNamesNoneOfTheHosts() {
        Exchange sent = sender.send("personal.name@neither.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.reason(sent)).isEqualTo("MX_NOT_IN_POLICY");
        assertThat(sent.getException())
                .isInstanceOf(TemporaryDeliveryException.class)
                .hasMessageContaining("neither.example DEFERRED")
                .hasMessageContaining("mx1.neither.example")
                .hasMessageContaining("the owner of the domain must add the host to the policy")
                .hasMessageNotContaining("personal.name");
        assertThat(mx("mx1.neither.example").sessions()).isEmpty();
        assertThat(mx("mx2.neither.example").sessions()).isEmpty();
    }

    @Test
    @Requirement({"R8461-5-1", "R8461-5.1-3"})
    void aHostThatFailsInTlsIsFollowedByTheNext() {
        Exchange sent = sendWhile(FIRST.certificate(ServerCertificate.expired()), SHORT);

        assertTakenBySecond(sent);
        assertThat(mx("mx1.two.example").sessions())
                .flatExtracting(SmtpSession::commands)
                .noneMatch(line -> line.startsWith("MAIL"));
        assertThat(Sender.report(sent).recipients().get(0).hosts())
                .extracting(trace -> trace.host().toString())
                .containsExactly("mx1.two.example", "mx2.two.example");
    }

    @Test
    @Requirement("R8461-5.1-4")
    void aHostThatRefusesConnectionsIsFollowedByTheNext() {
        assertTakenBySecond(sendWhile(FIRST.down(), SHORT));
    }

    @ParameterizedTest(name = "{0} answered by {1}")
    @CsvSource({
        "BANNER,         554 5.3.2 go away", // said before TLS: anyone could have said it
        "BANNER,         421 4.3.2 full",
        "EHLO,           550 5.5.1 no", // HELO is taken, but offers no STARTTLS
        "EHLO_AFTER_TLS, 550 5.7.1 no",
        "MAIL,           451 4.3.0 later",
        "RCPT,           451 4.2.1 later",
        "RCPT,           452 4.5.3 too many",
        "DATA,           451 4.3.0 later",
        "END_OF_DATA,    452 4.3.1 disk full"
    })
    void aHostThatSaysLaterIsFollowedByTheNext(SmtpStage stage, String reply) {
        assertTakenBySecond(sendWhile(FIRST.reply(stage, reply), SHORT));
    }

    @ParameterizedTest(name = "{0} answered by {1}")
    @CsvSource({
        "MAIL,        550 5.7.1 not you",
        "RCPT,        550 5.1.1 <personal.name@two.example>: no such user",
        "DATA,        554 5.5.1 no",
        "END_OF_DATA, 554 5.7.1 spam"
    })
    void aHostThatSaysNeverInsideTheVerifiedSessionHasTheLastWord(SmtpStage stage, String reply) {
        Exchange sent = sendWhile(FIRST.reply(stage, reply), SHORT);

        assertThat(Sender.outcome(sent)).isEqualTo("FAILED");
        assertThat(Sender.reason(sent)).isEqualTo("SERVER_REFUSED");
        assertThat(sent.getException())
                .isInstanceOf(PermanentDeliveryException.class)
                .hasMessageContaining("two.example FAILED")
                .hasMessageContaining("mx1.two.example")
                .hasMessageContaining(reply.substring(0, 9))
                .hasMessageContaining(ReplyClass.of(new SmtpReply(550, reply)).advice())
                .hasMessageNotContaining("personal.name");
        assertThat(mx("mx2.two.example").sessions()).isEmpty();
        assertThat(Sender.report(sent)
                        .recipients()
                        .get(0)
                        .hosts()
                        .get(0)
                        .reply()
                        .orElseThrow()
                        .text())
                .isEqualTo(reply);
    }

    @Test
    void aRefusalAfterVerifiedTlsOutweighsAFailureOfTlsElsewhere() {
        mx("mx2.two.example").behave(mxHost("mx2.two.example").reply(SmtpStage.RCPT, "550 5.1.1 no such user"));

        Exchange sent = sendWhile(FIRST.withoutStartTls(), SHORT);

        assertThat(Sender.outcome(sent)).isEqualTo("FAILED");
        assertThat(Sender.reason(sent)).isEqualTo("SERVER_REFUSED");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {"BANNER", "EHLO", "STARTTLS", "EHLO_AFTER_TLS", "MAIL", "RCPT", "DATA"})
    void aHostThatFallsSilentIsGivenUpAfterTheResponseTimeoutAndFollowedByTheNext(SmtpStage stage) {
        Exchange sent = sendWhile(FIRST.hangingAt(stage), SHORT);

        assertTakenBySecond(sent);
        assertThat(firstFailure(sent)).isEqualTo(lostAt(stage));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {"BANNER", "EHLO", "STARTTLS", "EHLO_AFTER_TLS", "MAIL", "RCPT", "DATA"})
    void aHostThatHangsUpBeforeTheFinalDotIsFollowedByTheNext(SmtpStage stage) {
        Exchange sent = sendWhile(FIRST.droppingAt(stage), SHORT);

        assertTakenBySecond(sent);
        assertThat(firstFailure(sent)).isEqualTo(lostAt(stage));
    }

    private static String lostAt(SmtpStage stage) {
        return stage == SmtpStage.STARTTLS ? "STARTTLS_REFUSED" : "CONNECTION_LOST";
    }

    private static String firstFailure(Exchange sent) {
        RecipientReport report = Sender.report(sent).recipients().get(0);
        return report.hosts().get(0).failure().orElseThrow().reason().name();
    }

    @Test
    void aHostThatHangsUpAfterTheFinalDotMayHaveTheMailSoThatNobodyElseIsAsked() {
        Exchange sent = sendWhile(FIRST.droppingAt(SmtpStage.END_OF_DATA), SHORT);

        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.reason(sent)).isEqualTo("POSSIBLY_DELIVERED");
        assertThat(sent.getException())
                .isInstanceOf(TemporaryDeliveryException.class)
                .hasMessageContaining("possibly delivered")
                .hasMessageContaining("mx1.two.example")
                .hasMessageContaining("duplicate")
                .hasMessageNotContaining("personal.name");
        assertThat(mx("mx1.two.example").mails()).hasSize(1);
        assertThat(mx("mx2.two.example").sessions()).isEmpty();
    }

    @Test
    void aHostThatIsSilentAfterTheFinalDotMayHaveTheMailToo() {
        Exchange sent = sendWhile(FIRST.hangingAt(SmtpStage.END_OF_DATA), "finalReplyTimeout=400");

        assertThat(Sender.reason(sent)).isEqualTo("POSSIBLY_DELIVERED");
        assertThat(mx("mx2.two.example").sessions()).isEmpty();
    }

    @Test
    void aReplyWithoutEndIsCutAndTheNextHostAsked() {
        String endless = "220-chatter\n".repeat(2_000) + "220 mx1.two.example";

        assertTakenBySecond(sendWhile(FIRST.reply(SmtpStage.BANNER, endless), SHORT));
    }

    @Test
    void eachRecipientHasAnOutcomeOfItsOwnAndTheWorstSpeaksForTheMail() {
        Exchange sent = sender.send("fine@several.example,busy@several.example,gone@several.example");

        assertThat(Sender.outcome(sent)).isEqualTo("FAILED");
        // one can be tried again, so that the exception says so
        assertThat(sent.getException())
                .isInstanceOf(TemporaryDeliveryException.class)
                .hasMessageContaining("several.example FAILED")
                .hasMessageContaining("several.example DEFERRED");
        assertThat(Sender.report(sent).recipients())
                .extracting(RecipientReport::outcome)
                .containsExactly(Outcome.DELIVERED, Outcome.DEFERRED, Outcome.FAILED);
        List<ReceivedMail> mails = mx("mx.several.example").mails();
        assertThat(mails).hasSize(1);
        assertThat(mails.get(0).recipients()).containsExactly("fine@several.example");
    }
}
