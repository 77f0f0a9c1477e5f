package io.github.camelmtasts.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a certificate says and who signs it; names may hold the placeholders of {@link ServerCertificate}. */
record CertificateShape(
        List<String> dnsNames,
        @Nullable String commonName,
        Validity validity,
        Signer signer,
        CertificateStatus status) {
    enum Signer {
        TRUSTED,
        TRUSTED_BUT_SENT_ALONE,
        ROGUE,
        ITSELF
    }

    /** The period of validity, in days from now. */
    enum Validity {
        CURRENT(-2, 90),
        EXPIRED(-90, -1),
        NOT_YET_VALID(1, 90);

        private final Duration begin;
        private final Duration end;

        Validity(int beginDays, int endDays) {
            this.begin = Duration.ofDays(beginDays);
            this.end = Duration.ofDays(endDays);
        }

        Instant begin(Instant now) {
            return now.plus(begin);
        }

        Instant end(Instant now) {
            return now.plus(end);
        }
    }

    static CertificateShape named(List<String> dnsNames) {
        String commonName = dnsNames.isEmpty() ? null : dnsNames.get(0);
        return new CertificateShape(dnsNames, commonName, Validity.CURRENT, Signer.TRUSTED, CertificateStatus.UNSAID);
    }

    CertificateShape with(Validity other) {
        return new CertificateShape(dnsNames, commonName, other, signer, status);
    }

    CertificateShape with(Signer other) {
        return new CertificateShape(dnsNames, commonName, validity, other, status);
    }

    CertificateShape with(CertificateStatus other) {
        return new CertificateShape(dnsNames, commonName, validity, signer, other);
    }

    CertificateShape with(@Nullable String otherCommonName) {
        return new CertificateShape(dnsNames, otherCommonName, validity, signer, status);
    }

    /** The same, with the placeholders filled in. */
    CertificateShape on(String host) {
        List<String> names = dnsNames.stream().map(name -> fill(name, host)).toList();
        String filled = commonName == null ? null : fill(commonName, host);
        return new CertificateShape(names, filled, validity, signer, status);
    }

    private static String fill(String name, String host) {
        String parent = host.substring(host.indexOf('.') + 1);
        return name.replace("{host}", host).replace("{parent}", parent).replace("{initial}", host.substring(0, 1));
    }
}
