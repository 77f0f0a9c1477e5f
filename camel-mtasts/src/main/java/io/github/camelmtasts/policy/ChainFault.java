package io.github.camelmtasts.policy;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;

/** Why nobody whom we trust vouches for a certificate: what somebody would have to do about it. */
public enum ChainFault {
    /** It, or one above it, was valid once. */
    EXPIRED,
    /** It, or one above it, will be valid later. */
    NOT_YET_VALID,
    /** Its authority took it back. */
    REVOKED,
    /** Its authority does not say whether it took it back. */
    REVOCATION_UNKNOWN,
    /** Nobody whom we trust signed it, or in no way that holds. */
    NOT_TRUSTED;

    /** What Java's refusal of a chain amounts to. */
    public static ChainFault of(Throwable refusal) {
        return Stream.iterate(refusal, cause -> cause != null, Throwable::getCause)
                .map(ChainFault::named)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(NOT_TRUSTED);
    }

    private static Optional<ChainFault> named(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return Optional.of(EXPIRED);
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Optional.of(NOT_YET_VALID);
        }
        return cause instanceof CertPathValidatorException invalid && invalid.getReason() instanceof BasicReason reason
                ? named(reason)
                : Optional.empty();
    }

    private static Optional<ChainFault> named(BasicReason reason) {
        return switch (reason) {
            case EXPIRED -> Optional.of(EXPIRED);
            case NOT_YET_VALID -> Optional.of(NOT_YET_VALID);
            case REVOKED -> Optional.of(REVOKED);
            case UNDETERMINED_REVOCATION_STATUS -> Optional.of(REVOCATION_UNKNOWN);
            default -> Optional.empty();
        };
    }
}
