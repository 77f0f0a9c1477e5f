package io.github.camelmtasts.smtp;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.policy.ChainFault;
import io.github.camelmtasts.policy.ChainStory;

/** Says whether a certificate is trusted now (RFC 8461 section 4.2); names are judged elsewhere. */
final class ChainJudge {

    private final X509TrustManager authorities;
    private final Clock clock;

    ChainJudge(X509TrustManager authorities, Clock clock) {
        this.authorities = authorities;
        this.clock = clock;
    }

    /** What is wrong with the chain; empty if nothing. */
    Optional<Failure> faultOf(X509Certificate[] chain, String authType) {
        return validityFault(chain[0], clock.instant()).or(() -> trustFault(chain, authType));
    }

    static Optional<Failure> validityFault(X509Certificate leaf, Instant now) {
        Instant begin = leaf.getNotBefore().toInstant();
        Instant end = leaf.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            return Optional.of(new Failure(FailureReason.CERTIFICATE_EXPIRED, "the certificate expired at " + end));
        }
        return now.isBefore(begin)
                ? Optional.of(new Failure(
                        FailureReason.CERTIFICATE_NOT_YET_VALID, "the certificate is valid from " + begin + " on"))
                : Optional.empty();
    }

    private Optional<Failure> trustFault(X509Certificate[] chain, String authType) {
        try {
            authorities.checkServerTrusted(chain, authType);
            return Optional.empty();
        } catch (CertificateException distrusted) {
            return Optional.of(new Failure(
                    reasonOf(distrusted),
                    "the certificate is not trusted: "
                            + ChainStory.of(chain, authorities.getAcceptedIssuers(), distrusted)));
        }
    }

    private static FailureReason reasonOf(CertificateException distrusted) {
        return switch (ChainFault.of(distrusted)) {
            case EXPIRED -> FailureReason.CERTIFICATE_EXPIRED;
            case NOT_YET_VALID -> FailureReason.CERTIFICATE_NOT_YET_VALID;
            case REVOKED -> FailureReason.CERTIFICATE_REVOKED;
            case REVOCATION_UNKNOWN -> FailureReason.REVOCATION_UNKNOWN;
            case NOT_TRUSTED -> FailureReason.CERTIFICATE_NOT_TRUSTED;
        };
    }
}
