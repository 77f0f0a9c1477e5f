package io.github.camelmtasts;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MailDomain;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.Participant;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpSession;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.draftEnforce;
import static io.github.camelmtasts.testkit.PolicyFile.draftReport;
import static org.assertj.core.api.Assertions.assertThat;

/** Mail under draft-06: the certificate is held against the policy's patterns, and the host's name in DNS plays no part. */
@Timeout(60)
class DraftDeliveryTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(domains());

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    private static Participant[] domains() {
        Stream<Participant> some = Stream.of(
                draft("full.example", "mail.full.example"),
                draft("suffix.example", ".suffix.example"),
                draft("first.example", ".first.example", "mail.elsewhere.example"),
                domain("two.example")
                        .policy(draftEnforce(".two.example"))
                        .mx(10, mxHost("mx1.two.example"))
                        .mx(20, mxHost("mx2.two.example")),
                mxHost("mx.shared.example")
                        .certificate(ServerCertificate.named("mx.shared.example", "mail.old.example")),
                domain("new.example").policy(draftEnforce(".shared.example")).mx(10, "mx.shared.example"),
                domain("old.example").policy(draftEnforce("mail.old.example")).mx(10, "mx.shared.example"),
                domain("stranger.example")
                        .policy(draftEnforce(".stranger.example"))
                        .mx(10, "mx.shared.example"),
                domain("down.example")
                        .policy(draftReport("mx.down.example"))
                        .mx(10, mxHost("mx.down.example").down()));
        Stream<Participant> faulty = Arrays.stream(MxFault.values())
                .map(fault -> domain(fault.domain("report"))
                        .policy(draftReport("mx." + fault.domain("report")))
                        .mx(10, fault.host("report")));
        return Stream.concat(some, faulty).toArray(Participant[]::new);
    }

    /** Its one host has a name that no pattern covers. */
    private static MailDomain draft(String name, String... patterns) {
        return domain(name).policy(draftEnforce(patterns)).mx(10, mxHost(hostOf(name)));
    }

    private static String hostOf(String domain) {
        return domain.replace(".example", "") + ".hoster.example";
    }

    private static MxServer mx(String host) {
        return INTERNET.internet().mx(host);
    }

    private Exchange send(String recipient) {
        return sender.sendWith("dialect=draft06", recipient);
    }

    private static RecipientReport report(Exchange sent) {
        return Sender.report(sent).recipients().get(0);
    }

    private static void show(String host, String names) {
        ServerCertificate certificate = names.startsWith("CN=")
                ? ServerCertificate.named().commonName(names.substring(3))
                : ServerCertificate.named(names.split(" ", -1)).commonName(null);
        mx(host).behave(mxHost(host).certificate(certificate));
    }

    private static void assertDeferred(Exchange sent, String reason) {
        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.reason(sent)).isEqualTo(reason);
        assertThat(sent.getException()).isInstanceOf(TemporaryDeliveryException.class);
    }

    @ParameterizedTest(name = "{0} shows {1}")
    @CsvSource({
        "full.example,   mail.full.example",
        "full.example,   other.example mail.full.example",
        "full.example,   *mail.example mail.full.example", // the step from -05 to -06: passed over, not the end
        "full.example,   *mail.example * m*.full.example mail.full.example",
        "full.example,   *.full.example",
        "full.example,   CN=mail.full.example",
        "suffix.example, mail.suffix.example",
        "suffix.example, a.b.suffix.example", // a suffix is of any depth
        "suffix.example, *.suffix.example",
        "suffix.example, *.b.suffix.example",
        "suffix.example, *mail.example *.suffix.example",
        "suffix.example, CN=mail.suffix.example",
        "first.example,  mail.elsewhere.example"
    })
    @Requirement({
        "RD06-4-1",
        "RD06-4-2",
        "RD06-4.1-1",
        "RD06-4.1-2",
        "RD06-4.1-3",
        "RD06-4.1-4",
        "RD06-5.1-1",
        "RD06-A2-2"
    })
    void aHostOfAnyNameGetsTheMailIfItsCertificateFitsAPattern(String domain, String names) {
        String host = hostOf(domain);
        show(host, names);

        Exchange sent = send("you@" + domain);

        assertThat(sent.getException()).isNull();
        assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
        assertThat(report(sent).acceptedBy().orElseThrow().tls().orElseThrow().verified())
                .isTrue();
        assertThat(mx(host).mails()).hasSize(1);
        assertThat(mx(host).sessions().get(0).serverNames()).containsExactly(host);
    }

    @ParameterizedTest(name = "{0} shows {1}")
    @CsvSource({
        "full.example,   *mail.example",
        "full.example,   *mail.example other.example",
        "full.example,   full.hoster.example", // the name that DNS gives is nothing to the draft
        "full.example,   a.mail.full.example",
        "full.example,   CN=other.example",
        "suffix.example, suffix.example", // a suffix does not cover its own parent
        "suffix.example, *mail.suffix.example",
        "suffix.example, mail*.suffix.example",
        "suffix.example, mailsuffix.example",
        "suffix.example, *.example"
    })
    @Requirement({"RD06-4-1", "RD06-4.1-3", "RD06-5-1", "RD06-A2-2", "RD06-A2-8"})
    void aHostWhoseCertificateFitsNoPatternGetsNothing(String domain, String names) {
        show(hostOf(domain), names);

        assertDeferred(send("you@" + domain), "CERTIFICATE_NAME_MISMATCH");
        assertThat(INTERNET.internet().mails()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement({"RD06-5-1", "RD06-A2-7"})
    void modeReportDeliversAndNotesWhatEnforceWouldHaveRefused(MxFault fault) {
        Exchange sent = send("you@" + fault.domain("report"));

        // a common name counts here
        Optional<FailureReason> noted =
                fault == MxFault.COMMON_NAME_ONLY ? Optional.empty() : Optional.of(fault.reason());
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("testing");
        assertThat(report(sent).noted().map(Failure::reason)).isEqualTo(noted);
        assertThat(report(sent)
                        .noted()
                        .flatMap(failure -> failure.reason().resultType())
                        .isPresent())
                .isEqualTo(noted.isPresent());
        assertThat(mx("mx." + fault.domain("report")).mails()).hasSize(1);
    }

    @Test
    @Requirement("RD06-A2-7")
    void aHostThatNobodyAnswersAtHasNotFailedThePolicy() {
        Exchange sent = send("you@down.example");

        assertDeferred(sent, "CONNECTION_FAILED");
        assertThat(report(sent).noted()).isEmpty();
        assertThat(Sender.report(sent).toJson()).doesNotContain("resultType");
    }

    @Test
    @Requirement("RD06-5.1-1")
    void aHostThatFailsIsFollowedByTheNext() {
        show("mx1.two.example", "other.example");

        Exchange sent = send("you@two.example");

        assertThat(sent.getMessage().getHeader(MtaStsConstants.MX_HOST)).isEqualTo("mx2.two.example");
        assertThat(mx("mx1.two.example").mails()).isEmpty();
        assertThat(mx("mx2.two.example").mails()).hasSize(1);
    }

    @Test
    @Requirement({"RD06-5.1-1", "RD06-5-1"})
    void aMailThatThePolicyStopsIsTriedAgainUnderANewerPolicy() {
        show(hostOf("full.example"), "new.full.example");
        assertThat(sender.send("mtasts:resolve?dialect=draft06", "full.example", Map.of())
                        .getException())
                .isNull();
        INTERNET.internet().policyHost().serve("full.example", draftEnforce("new.full.example"));

        Exchange sent = send("you@full.example");

        assertThat(sent.getException()).isNull();
        assertThat(report(sent).hosts()).hasSize(2);
        assertThat(mx(hostOf("full.example")).mails()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger.example", "new.example", "old.example"})
    @Requirement("RIX-Q-4")
    void aConnectionServesAnotherDomainOnlyIfTheCertificateFitsItsPatternsToo(String first) {
        send("you@" + first);
        Exchange fresh = send("you@new.example");
        Exchange known = send("you@old.example");
        Exchange stranger = send("you@stranger.example");

        assertThat(List.of(Sender.outcome(fresh), Sender.outcome(known))).containsOnly("DELIVERED");
        assertDeferred(stranger, "CERTIFICATE_NAME_MISMATCH");
        List<SmtpSession> withMail = mx("mx.shared.example").sessions().stream()
                .filter(session -> session.commands().stream().anyMatch(line -> line.startsWith("MAIL")))
                .toList();
        assertThat(withMail).as("one connection for all that it is good for").hasSize(1);
        assertThat(INTERNET.internet().mails())
                .flatExtracting(mail -> mail.recipients())
                .doesNotContain("you@stranger.example");
    }
}
