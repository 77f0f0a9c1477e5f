package io.github.camelmtasts.policy;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import static org.assertj.core.api.Assertions.assertThat;

/** A certificate as it comes off the wire (DER): if the JDK can read it, so can we, and nothing covers a host but a DNS-ID. */
public final class CertificateFuzz {

    private static final DomainName HOST = DomainName.of("mx.a.example");

    private CertificateFuzz() {}

    /** Called by the fuzzer with what it made up, and by {@link FuzzCorpusTest} with what it kept. */
    public static void fuzzerTestOneInput(byte[] input) {
        X509Certificate certificate;
        try {
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(input));
        } catch (CertificateException unreadable) {
            return;
        }
        CertificateNames names = CertificateNames.of(certificate);
        assertThat(CertificateNames.of(certificate)).isEqualTo(names);
        assertThat(names.cover(HOST))
                .as("%s", names)
                .isEqualTo(names.dnsIds().stream().anyMatch(dnsId -> NaiveNames.rfcIdentityFits(dnsId, HOST)));
    }
}
