package io.github.camelmtasts.policy;

import java.security.cert.X509Certificate;
import java.util.List;

import io.github.camelmtasts.testkit.IssuedCertificate;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.TestAuthority;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShownCertificateTest {

    private static final TestAuthority AUTHORITY = new TestAuthority();

    @Test
    void whatStandsInACertificateIsShown() {
        IssuedCertificate issued = AUTHORITY.issue(
                ServerCertificate.named("mx.a.example", "b.example").commonName("c.example"), "a.example");

        ShownCertificate shown = ShownCertificate.of(issued.certificate());

        assertThat(shown.names()).containsExactly("mx.a.example", "b.example");
        assertThat(shown.commonName()).contains("c.example");
        assertThat(shown.issuer()).isEqualTo("CN=Trusted Intermediate,O=Loopback Internet");
        assertThat(shown.notBefore())
                .isEqualTo(issued.certificate().getNotBefore().toInstant());
        assertThat(shown.notAfter())
                .isEqualTo(issued.certificate().getNotAfter().toInstant());
        assertThat(shown.sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void aChainBeginsWithTheHostsOwn() {
        List<X509Certificate> chain =
                AUTHORITY.issue(ServerCertificate.valid(), "a.example").chain();

        assertThat(ShownCertificate.of(chain.toArray(X509Certificate[]::new)))
                .hasSameSizeAs(chain)
                .first()
                .satisfies(own -> assertThat(own.names()).containsExactly("a.example"));
    }

    @Test
    void aNameThatWouldMoveACursorIsMadeVisible() {
        ShownCertificate shown = ShownCertificate.of(AUTHORITY
                .issue(ServerCertificate.valid().commonName("\u001b[31mred"), "a.example")
                .certificate());

        assertThat(shown.commonName()).contains("\uFFFD[31mred");
    }
}
