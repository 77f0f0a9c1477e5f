package io.github.camelmtasts;

import java.time.Duration;
import java.util.List;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpSession;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;

/** Which name is asked for in TLS, which names in a certificate will do, and what a connection or session is good for later. */
@Timeout(60)
class TlsUnderPolicyTest {

    private static final MxHost HOST = mxHost("mx.tls.example");

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            HOST,
            domain("enforced.example").policy(enforce("mx.tls.example")).mx(10, "mx.tls.example"),
            domain("tested.example").policy(testing("mx.tls.example")).mx(10, "mx.tls.example"),
            domain("plain.example").mx(10, "mx.tls.example"));

    private final MovableClock clock = MovableClock.at(INTERNET.internet()
            .authority()
            .issue(ServerCertificate.valid(), "mx.tls.example")
            .certificate()
            .getNotAfter()
            .toInstant()
            .minus(Duration.ofHours(1))
            .toString());

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    private static MxServer mx() {
        return INTERNET.internet().mx("mx.tls.example");
    }

    private static void assertDelivered(Exchange sent) {
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
    }

    private static void assertWaits(Exchange sent, String reason) {
        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.reason(sent)).isEqualTo(reason);
    }

    private static void cutConnections(MxHost thenBehaves) {
        mx().behave(HOST.down());
        mx().behave(thenBehaves);
    }

    @Test
    @Requirement("R8461-7.1-1")
    void theHostIsAskedForByItsNameInTheMxRecordWithoutFinalDot() {
        INTERNET.internet().dns().answer("enforced.example", "MX", "10 MX.Tls.Example.");

        assertDelivered(sender.send("you@enforced.example"));

        assertThat(mx().sessions().get(0).serverNames()).containsExactly("mx.tls.example");
    }

    @ParameterizedTest
    @CsvSource({
        "mx.tls.example",
        "MX.TLS.Example",
        "*.tls.example",
        "other.example mx.tls.example",
        "m*.tls.example mx.tls.example", // what is no name does not spoil the rest
        "CN=other.example mx.tls.example"
    })
    @Requirement({"R8461-4.2-2", "R8461-4.2-4"})
    void aCertificateIsGoodForAHostThatADnsIdNames(String names) {
        mx().behave(HOST.certificate(certificate(names)));

        assertDelivered(sender.send("you@enforced.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "CN=mx.tls.example", // names in the subject do not count
        "CN=mx.tls.example other.example",
        "tls.example",
        "a.mx.tls.example",
        "enforced.example", // nor does the domain's own name
        "*", // a wildcard is the whole first label, once, and stands for one label
        "*.example",
        "*.mx.tls.example",
        "m*.tls.example",
        "*x.tls.example",
        "**.tls.example",
        "mx.*.example",
        "*.*.example"
    })
    @Requirement({"R8461-4.2-2", "R8461-4.2-3", "R8461-4.2-4"})
    void aCertificateIsOfNoUseForAHostThatNoDnsIdNames(String names) {
        mx().behave(HOST.certificate(certificate(names)));

        assertWaits(sender.send("you@enforced.example"), "CERTIFICATE_NAME_MISMATCH");
        assertThat(INTERNET.internet().mails()).isEmpty();
    }

    private static ServerCertificate certificate(String names) {
        List<String> parts = List.of(names.split(" ", -1));
        ServerCertificate ofDnsIds = ServerCertificate.named(
                        parts.stream().filter(part -> !part.startsWith("CN=")).toArray(String[]::new))
                .commonName(null);
        return parts.get(0).startsWith("CN=") ? ofDnsIds.commonName(parts.get(0).substring(3)) : ofDnsIds;
    }

    @Test
    @Requirement("R8461-7-H2")
    void aConnectionIntoWhichSomethingWasInjectedIsEndedBeforeTls() {
        mx().behave(HOST.injecting("250 2.0.0 forged\r\n"));
        assertWaits(sender.send("you@enforced.example"), "RESPONSE_INJECTED");
        mx().behave(HOST);

        assertDelivered(sender.send("you@enforced.example"));

        assertThat(mx().sessions()).hasSize(2);
        SmtpSession injected = mx().sessions().get(0);
        assertThat(injected.commands()).containsExactly("EHLO mail.sender.example", "STARTTLS");
        assertThat(injected.serverNames()).as("no TLS hello was sent").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Requirement("R8461-7-H1")
    void aTlsSessionIsResumedOnlyByThoseWhoAskForTheSameProof(String protocol) {
        MxHost host = HOST.tlsProtocols(protocol);
        mx().behave(host);
        for (String recipient :
                List.of("a@plain.example", "b@enforced.example", "c@plain.example", "d@enforced.example")) {
            assertDelivered(sender.send(recipient));
            cutConnections(host);
        }

        assertThat(mx().sessions()).extracting(SmtpSession::tlsProtocol).containsOnly(protocol);
        assertThat(mx().sessions()).extracting(SmtpSession::resumed).containsExactly(false, false, true, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Requirement("R8461-7-H1")
    void aTlsSessionOfAHostThatProvedNothingIsNotResumedWhereProofIsDemanded(String protocol) {
        MxHost host = HOST.certificate(ServerCertificate.selfSigned()).tlsProtocols(protocol);
        mx().behave(host);
        for (String recipient : List.of("a@plain.example", "b@tested.example")) {
            assertDelivered(sender.send(recipient));
            cutConnections(host);
        }

        assertWaits(sender.send("c@enforced.example"), "CERTIFICATE_NOT_TRUSTED");

        assertThat(mx().sessions()).extracting(SmtpSession::resumed).containsExactly(false, true, false);
        assertThat(mx().mails()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Requirement("R8461-7-H1")
    void aCertificateThatExpiresMeanwhileIsNoticedInAResumedSession(String protocol) {
        MxHost host = HOST.tlsProtocols(protocol);
        mx().behave(host);
        try (Sender timed = new Sender(INTERNET.internet(), component -> component.setClock(clock))) {
            assertDelivered(timed.send("you@enforced.example"));
            cutConnections(host);
            clock.advance(Duration.ofHours(2));

            assertWaits(timed.send("you@enforced.example"), "CERTIFICATE_EXPIRED");
        }
        assertThat(mx().sessions()).extracting(SmtpSession::resumed).containsExactly(false, true);
        assertThat(mx().mails()).hasSize(1);
    }

    @Test
    @Requirement({"R8461-7-H1", "R8461-4.2-1"})
    void aCertificateThatExpiresMeanwhileIsNoticedOnAnOpenConnection() {
        try (Sender timed = new Sender(INTERNET.internet(), component -> component.setClock(clock))) {
            assertDelivered(timed.send("you@enforced.example"));
            assertDelivered(timed.send("you@tested.example"));
            clock.advance(Duration.ofHours(2));

            assertWaits(timed.send("you@enforced.example"), "CERTIFICATE_EXPIRED");
            Exchange tested = timed.send("you@tested.example");

            assertDelivered(tested);
            assertThat(Sender.report(tested).recipients().get(0).noted().map(Failure::reason))
                    .contains(FailureReason.CERTIFICATE_EXPIRED);
        }
        assertThat(mx().mails()).hasSize(3);
    }
}
