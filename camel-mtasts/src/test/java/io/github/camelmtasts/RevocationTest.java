package io.github.camelmtasts;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.testkit.CertificateStatus;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MailDomain;
import io.github.camelmtasts.testkit.Participant;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.trust.RevocationCheck;
import org.apache.camel.Exchange;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The option {@code revocation}: certificates of MX hosts and policy hosts that their authority took back, or will not speak of. */
class RevocationTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(domains());

    private static Participant[] domains() {
        return Arrays.stream(CertificateStatus.values())
                .filter(status -> status != CertificateStatus.HANGING)
                .flatMap(RevocationTest::domains)
                .toArray(Participant[]::new);
    }

    private static Stream<MailDomain> domains(CertificateStatus status) {
        ServerCertificate certificate = ServerCertificate.valid().status(status);
        // what is said of the other host's certificate is always good
        ServerCertificate good = ServerCertificate.valid().status(CertificateStatus.GOOD_BY_CRL);
        String mx = name(status, "mx");
        String testing = name(status, "testing");
        String policy = name(status, "policy");
        return Stream.of(
                domain(mx)
                        .policy(enforce("mx." + mx).certificate(good))
                        .mx(10, mxHost("mx." + mx).certificate(certificate)),
                domain(testing)
                        .policy(testing("mx." + testing).certificate(good))
                        .mx(10, mxHost("mx." + testing).certificate(certificate)),
                domain(policy)
                        .policy(enforce("mx." + policy).certificate(certificate))
                        .mx(10, mxHost("mx." + policy).certificate(good)));
    }

    private static String name(CertificateStatus status, String where) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-') + "." + where + ".example";
    }

    private static Sender sender(RevocationCheck check) {
        return new Sender(INTERNET.internet(), component -> component.setRevocation(check));
    }

    @Requirement({"R8461-4.2-5", "R8461-10.5-1"})
    @ParameterizedTest
    @CsvSource({
        "OFF,  REVOKED_BY_OCSP, DELIVERED, null",
        "SOFT, REVOKED_BY_OCSP, DEFERRED,  CERTIFICATE_REVOKED",
        "HARD, REVOKED_BY_OCSP, DEFERRED,  CERTIFICATE_REVOKED",
        "SOFT, REVOKED_BY_CRL,  DEFERRED,  CERTIFICATE_REVOKED",
        "HARD, REVOKED_BY_CRL,  DEFERRED,  CERTIFICATE_REVOKED",
        "HARD, GOOD_BY_OCSP,    DELIVERED, null",
        "HARD, GOOD_BY_CRL,     DELIVERED, null",
        "SOFT, FAILING,         DELIVERED, null",
        "HARD, FAILING,         DEFERRED,  REVOCATION_UNKNOWN",
        "SOFT, UNSAID,          DELIVERED, null",
        "HARD, UNSAID,          DEFERRED,  REVOCATION_UNKNOWN"
    })
    void isAskedForAnMxHost(RevocationCheck check, CertificateStatus status, String outcome, String reason) {
        try (Sender sender = sender(check)) {
            Exchange sent = sender.send("you@" + name(status, "mx"));

            assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
            assertThat(Sender.outcome(sent)).isEqualTo(outcome);
            assertThat(Sender.reason(sent)).isEqualTo(reason);
            if (!reason.equals("null")) {
                assertThat(sent.getException())
                        .hasMessageContaining(FailureReason.valueOf(reason).advice());
            }
        }
    }

    @Test
    @Requirement("R8461-5-2")
    void isNotedUnderTesting() {
        try (Sender sender = sender(RevocationCheck.HARD)) {
            Exchange sent = sender.send("you@" + name(CertificateStatus.REVOKED_BY_OCSP, "testing"));

            assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
            assertThat(Sender.report(sent).recipients().get(0).noted())
                    .hasValueSatisfying(
                            noted -> assertThat(noted.reason()).isEqualTo(FailureReason.CERTIFICATE_REVOKED));
        }
    }

    @Requirement({"R8461-3.3-4", "R8461-10.5-1"})
    @ParameterizedTest
    @CsvSource({
        "OFF,  REVOKED_BY_OCSP, ",
        "SOFT, REVOKED_BY_OCSP, CERTIFICATE_REVOKED",
        "HARD, REVOKED_BY_CRL,  CERTIFICATE_REVOKED",
        "HARD, REVOKED_BY_CRL_WHILE_OCSP_FAILS, CERTIFICATE_REVOKED",
        "HARD, GOOD_BY_OCSP,    ",
        "SOFT, FAILING,         ",
        "HARD, FAILING,         REVOCATION_UNKNOWN"
    })
    void isAskedForAPolicyHost(RevocationCheck check, CertificateStatus status, FetchFailure failure) {
        try (Sender sender = sender(check)) {
            PolicyDecision decision =
                    sender.resolve(name(status, "policy")).decision().orElseThrow();

            if (failure == null) {
                assertThat(decision).isInstanceOf(PolicyDecision.Enforced.class);
            } else {
                assertThat(decision)
                        .isInstanceOfSatisfying(
                                PolicyDecision.NotInEffect.class,
                                none -> assertThat(none.detail()).contains(failure.advice()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SOFT", "HARD"})
    void needsAuthoritiesThatAreNotATrustManagerOfYourOwn(RevocationCheck check) {
        assertThatThrownBy(() -> new Sender(INTERNET.internet(), component -> {
                            component.setSslContextParameters(ownTrustManager());
                            component.setRevocation(check);
                        })
                        .close())
                .hasStackTraceContaining("revocation: sslContextParameters brings a trust manager of its own")
                .hasStackTraceContaining("set revocation=off");
    }

    private static SSLContextParameters ownTrustManager() {
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setTrustManager(new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        });
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }

    @Test
    void isNotAskedForUnlessSwitchedOn() {
        assertThat(new MtaStsComponent().getRevocation()).isEqualTo(RevocationCheck.OFF);
    }
}
