package io.github.camelmtasts.smtp;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.ProbedHost;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.policy.ShownCertificate;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.SmtpSession;
import io.github.camelmtasts.testkit.SmtpStage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmtasts.smtp.SenderBench.HOST;
import static io.github.camelmtasts.testkit.ServerCertificate.expired;
import static io.github.camelmtasts.testkit.ServerCertificate.named;
import static io.github.camelmtasts.testkit.ServerCertificate.notYetValid;
import static io.github.camelmtasts.testkit.ServerCertificate.unknownAuthority;
import static org.assertj.core.api.Assertions.assertThat;

/** A look at a host without a mail. */
class MxProbeTest {

    private static final Map<String, MxHost> BEHAVIOURS = Map.ofEntries(
            Map.entry("good", HOST),
            Map.entry("down", HOST.down()),
            Map.entry("silent", HOST.hangingAt(SmtpStage.BANNER)),
            Map.entry("turns away", HOST.reply(SmtpStage.BANNER, "554 5.3.2 go away")),
            Map.entry("no STARTTLS", HOST.withoutStartTls()),
            Map.entry("refuses STARTTLS", HOST.reply(SmtpStage.STARTTLS, "454 4.7.0 TLS not available")),
            Map.entry("injects", HOST.injecting("250 forged\r\n")),
            Map.entry("old TLS", HOST.tlsProtocols("TLSv1")),
            Map.entry("expired", HOST.certificate(expired())),
            Map.entry("not yet valid", HOST.certificate(notYetValid())),
            Map.entry("stranger", HOST.certificate(unknownAuthority())),
            Map.entry("other name", HOST.certificate(named("mx.other.example"))));

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = SenderBench.internet();

    @AutoClose
    private final SenderBench bench = new SenderBench(INTERNET.internet());

    @Test
    void everythingThatAGoodHostShowsIsTold() {
        ProbedHost probed = probe(Optional.empty());

        assertThat(probed.greeting().banner().orElseThrow().toString()).startsWith("220 ");
        assertThat(probed.greeting().ehlo().orElseThrow().isPositive()).isTrue();
        assertThat(probed.greeting().offersStartTls()).isTrue();
        assertThat(probed.tls().orElseThrow().protocol()).isEqualTo("TLSv1.3");
        assertThat(probed.tls().orElseThrow().verified()).isTrue();
        ShownCertificate leaf = probed.chain().get(0);
        assertThat(leaf.names()).containsExactly("mx.good.example");
        assertThat(leaf.notAfter()).isEqualTo(probed.tls().orElseThrow().certificateExpiry());
        assertThat(leaf.sha256()).isEqualTo(probed.tls().orElseThrow().certificateSha256());
    }

    @Test
    @Timeout(10)
    void noMailIsBegunAndTheConnectionIsNotKept() {
        probe(Optional.empty());
        probe(Optional.empty());

        while (!bench.mx().sessions().stream().allMatch(session -> session.end() == SmtpSession.End.QUIT)) {
            Thread.onSpinWait();
        }
        assertThat(bench.mx().sessions())
                .hasSize(2)
                .allSatisfy(session -> assertThat(session.commands())
                        .containsExactly("EHLO mail.sender.example", "STARTTLS", "EHLO mail.sender.example", "QUIT"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        // host            fault                      banner ehlo   STARTTLS certificate
        "good,             ,                          true,  true,  true,  true",
        "down,             CONNECTION_FAILED,         false, false, false, false",
        "silent,           CONNECTION_LOST,           false, false, false, false",
        "turns away,       SESSION_REFUSED,           true,  false, false, false",
        "no STARTTLS,      STARTTLS_NOT_OFFERED,      true,  true,  false, false",
        "refuses STARTTLS, STARTTLS_REFUSED,          true,  true,  true,  false",
        "injects,          RESPONSE_INJECTED,         true,  true,  true,  false",
        "old TLS,          TLS_HANDSHAKE,             true,  true,  true,  false",
        "expired,          CERTIFICATE_EXPIRED,       true,  true,  true,  true",
        "not yet valid,    CERTIFICATE_NOT_YET_VALID, true,  true,  true,  true",
        "stranger,         CERTIFICATE_NOT_TRUSTED,   true,  true,  true,  true",
        "other name,       CERTIFICATE_NAME_MISMATCH, true,  true,  true,  true",
    })
    void theFaultIsToldAndAllThatWasSeenBesides(
            String behaviour,
            FailureReason fault,
            boolean banner,
            boolean ehlo,
            boolean startTls,
            boolean certificate) {
        bench.mx().behave(Objects.requireNonNull(BEHAVIOURS.get(behaviour)));

        ProbedHost probed = probe(Optional.empty());

        assertThat(probed.fault().map(Failure::reason)).isEqualTo(Optional.ofNullable(fault));
        assertThat(probed.greeting().banner().isPresent()).isEqualTo(banner);
        assertThat(probed.greeting().ehlo().isPresent()).isEqualTo(ehlo);
        assertThat(probed.greeting().offersStartTls()).isEqualTo(startTls);
        assertThat(!probed.chain().isEmpty()).isEqualTo(certificate);
        assertThat(probed.tls().isPresent()).isEqualTo(certificate);
    }

    @Test
    void underTheDraftThePatternsAreHeldAgainstTheCertificate() throws Exception {
        assertThat(probe(Optional.of(draft(".good.example"))).fault()).isEmpty();
        assertThat(probe(Optional.of(draft("mx.other.example"))).fault().map(Failure::reason))
                .contains(FailureReason.CERTIFICATE_NAME_MISMATCH);
    }

    private static Policy draft(String pattern) throws PolicySyntaxException {
        return PolicyParser.of(Dialect.DRAFT06)
                .parse("{\"version\":\"STSv1\",\"mode\":\"enforce\",\"max_age\":604800,\"mx\":[\"" + pattern + "\"]}");
    }

    private ProbedHost probe(Optional<Policy> policy) {
        return bench.sender()
                .probe(
                        bench.target(),
                        policy,
                        new SmtpSettings("mail.sender.example", Duration.ofSeconds(5), Duration.ofSeconds(1)));
    }
}
