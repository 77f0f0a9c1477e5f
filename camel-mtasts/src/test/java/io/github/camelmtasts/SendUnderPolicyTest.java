package io.github.camelmtasts;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MailDomain;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.Participant;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpSession;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;

/** One MX host, every fault of its TLS, every mode of the policy. */
class SendUnderPolicyTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(domains());

    private static Sender sender;

    private static Participant[] domains() {
        Stream<MailDomain> good = Stream.of(
                domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
                domain("wildcard.example")
                        .policy(enforce("*.wildcard.example"))
                        .mx(10, mxHost("mx.wildcard.example").certificate(ServerCertificate.wildcard())),
                domain("other.example").policy(testing("mx.elsewhere.example")).mx(10, mxHost("mx.other.example")));
        Stream<MailDomain> faulty = Arrays.stream(MxFault.values())
                .flatMap(fault -> Stream.of(
                        domain(fault.domain("enforce"))
                                .policy(enforce("mx." + fault.domain("enforce")))
                                .mx(10, fault.host("enforce")),
                        domain(fault.domain("testing"))
                                .policy(testing("mx." + fault.domain("testing")))
                                .mx(10, fault.host("testing")),
                        domain(fault.domain("none"))
                                .policy(none("mx." + fault.domain("none")))
                                .mx(10, fault.host("none")),
                        domain(fault.domain("no-policy")).mx(10, fault.host("no-policy"))));
        return Stream.concat(good, faulty).toArray(Participant[]::new);
    }

    @BeforeAll
    static void start() {
        sender = new Sender(INTERNET.internet());
    }

    @AfterAll
    static void stop() {
        sender.close();
    }

    private static MxServer mx(String name) {
        LoopbackInternet internet = INTERNET.internet();
        return internet.mx(name);
    }

    private static RecipientReport report(Exchange sent) {
        return Sender.report(sent).recipients().get(0);
    }

    @Test
    @Requirement({"R8461-4-1", "R8461-7.1-1"})
    void enforceDeliversToAHostThatProvesItsName() {
        Exchange sent = sender.send("you@good.example");

        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
        assertThat(sent.getMessage().getHeader(MtaStsConstants.MX_HOST)).isEqualTo("mx.good.example");
        assertThat(sent.getMessage().getHeader(MtaStsConstants.REASON)).isNull();
        ReceivedMail mail = mx("mx.good.example").mails().get(0);
        assertThat(mail.sni()).isEqualTo("mx.good.example");
        assertThat(mail.tlsProtocol()).isIn("TLSv1.3", "TLSv1.2");
        assertThat(mail.sender()).isEqualTo("billing@sender.example");
        assertThat(mail.recipients()).containsExactly("you@good.example");
        assertThat(mx("mx.good.example").sessions().get(0).heloName()).isEqualTo("mail.sender.example");
    }

    @Test
    @Requirement("R8461-4.2-4")
    void enforceAcceptsAWildcardForTheWholeFirstLabel() {
        Exchange sent = sender.send("you@wildcard.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(report(sent).acceptedBy().orElseThrow().tls().orElseThrow().verified())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement({"R8461-4-1", "R8461-4.2-1", "R8461-4.2-2", "R8461-4.2-4", "R8461-5-1", "R8461-5-5", "R8461-7-H2"})
    void enforceGivesNothingToAHostThatFails(MxFault fault) {
        String domain = fault.domain("enforce");

        Exchange sent = sender.send("personal.name@" + domain);

        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.reason(sent)).isEqualTo(fault.reason().name());
        assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
        assertThat(sent.getException())
                .isInstanceOf(TemporaryDeliveryException.class)
                .hasMessageContaining(domain + " DEFERRED")
                .hasMessageContaining("mx." + domain)
                .hasMessageContaining(fault.reason().advice())
                .hasMessageNotContaining("personal.name");
        List<SmtpSession> sessions = mx("mx." + domain).sessions();
        assertThat(sessions).isNotEmpty();
        assertThat(sessions).flatExtracting(SmtpSession::commands).noneMatch(line -> line.startsWith("MAIL"));
        if (fault.isAfterHello()) {
            assertThat(sessions.get(0).serverNames()).containsExactly("mx." + domain);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement({"R8461-5-2", "R8461-7.1-1"})
    void testingDeliversAndNotesWhatEnforceWouldHaveRefused(MxFault fault) {
        Exchange sent = sender.send("you@" + fault.domain("testing"));

        assertDeliveredBy(fault, "testing", sent);
        assertThat(Sender.policyMode(sent)).isEqualTo("testing");
        assertThat(report(sent).noted().map(Failure::reason)).contains(fault.reason());
        assertThat(sent.getMessage().getHeader(MtaStsConstants.REASON)).isNull();
    }

    @Test
    @Requirement("R8461-5-2")
    void testingNotesAHostThatThePolicyDoesNotName() {
        Exchange sent = sender.send("you@other.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(report(sent).noted().map(Failure::reason)).contains(FailureReason.MX_NOT_IN_POLICY);
        assertThat(mx("mx.other.example").mails()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("R8461-5-3")
    void modeNoneDeliversAsIfThereWereNoPolicy(MxFault fault) {
        Exchange sent = sender.send("you@" + fault.domain("none"));

        assertDeliveredBy(fault, "none", sent);
        assertThat(Sender.policyMode(sent)).isEqualTo("none");
        assertThat(report(sent).noted()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noPolicyMeansTlsIfItCanBeHadAndClearTextIfNot(MxFault fault) {
        Exchange sent = sender.send("you@" + fault.domain("no-policy"));

        assertDeliveredBy(fault, "no-policy", sent);
        assertThat(report(sent).noted()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void requireTlsRefusesClearTextAndNothingElse(MxFault fault) {
        Exchange sent = sender.sendWith("requireTls=true", "you@" + fault.domain("no-policy"));

        assertThat(Sender.outcome(sent)).isEqualTo(fault.isInCertificate() ? "DELIVERED" : "DEFERRED");
        assertThat(Sender.reason(sent))
                .isEqualTo(fault.isInCertificate() ? "null" : fault.reason().name());
    }

    private static void assertDeliveredBy(MxFault fault, String policy, Exchange sent) {
        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        ReceivedMail mail = mx("mx." + fault.domain(policy)).mails().get(0);
        assertThat(mail.encrypted()).isEqualTo(fault.isInCertificate());
        assertThat(report(sent).acceptedBy().orElseThrow().tls().isPresent()).isEqualTo(fault.isInCertificate());
    }
}
