package io.github.camelmtasts.policy;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that some host showed, as a person reads it; whether it is good for anything is said elsewhere.
 *
 * @param names      the DNS-IDs, fit to be shown
 * @param commonName the CN-ID of the subject, fit to be shown
 * @param issuer     who signed it, fit to be shown
 * @param notBefore  the beginning of its validity
 * @param notAfter   the end of its validity
 * @param sha256     its fingerprint, lower-case hex
 */
public record ShownCertificate(
        List<String> names,
        Optional<String> commonName,
        String issuer,
        Instant notBefore,
        Instant notAfter,
        String sha256) {

    public ShownCertificate {
        names = List.copyOf(names);
    }

    /** What stands in a certificate. */
    public static ShownCertificate of(X509Certificate certificate) {
        CertificateNames names = CertificateNames.of(certificate);
        return new ShownCertificate(
                names.dnsIds().stream().map(Untrusted::text).toList(),
                names.commonName().map(Untrusted::text),
                Untrusted.text(certificate.getIssuerX500Principal().getName()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                fingerprintOf(certificate));
    }

    /** The same for a chain, the host's own certificate first. */
    public static List<ShownCertificate> of(X509Certificate[] chain) {
        return Arrays.stream(chain).map(ShownCertificate::of).toList();
    }

    /** SHA-256 of a certificate, lower-case hex. */
    public static String fingerprintOf(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
