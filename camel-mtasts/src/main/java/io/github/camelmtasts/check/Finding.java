package io.github.camelmtasts.check;

import java.util.Locale;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.FetchResult;

/**
 * One thing that somebody should know about a domain.
 *
 * @param severity how grave it is
 * @param code     names the kind, and never changes; docs/check.md lists all
 * @param sentence what was found, and where: for a person, without a full stop
 * @param remedy   who can mend it, and how: for a person, without a full stop
 * @param section  of the standard, such as {@code RFC 8461 section 4.1}
 * @param mender   the same "who", for a program
 */
public record Finding(Severity severity, String code, String sentence, String remedy, String section, Mender mender) {

    /** Why a policy could not be fetched. */
    static Finding of(Severity severity, String where, FetchResult.Failed failed) {
        return new Finding(
                severity,
                codeOf(failed.failure()),
                where + ": " + failed.detail(),
                failed.failure().advice(),
                sectionOf(failed.failure()),
                Mender.of(failed.failure()));
    }

    /** Why a host, seen at this place, would not get mail. */
    static Finding of(Severity severity, String where, Failure failure) {
        FailureReason reason = failure.reason();
        return new Finding(
                severity,
                codeOf(reason),
                failure.detail().contains(where) ? failure.detail() : where + ": " + failure.detail(),
                remedyOf(reason),
                sectionOf(reason),
                Mender.of(reason));
    }

    /** Of a mail that has no time left the hosts had their share; of a look this machine alone (see {@link Mender}). */
    private static String remedyOf(FailureReason reason) {
        return reason == FailureReason.OUT_OF_TIME ? FindingCode.LOOK_AGAIN : reason.advice();
    }

    /** The code of what keeps a policy from being fetched. */
    static String codeOf(FetchFailure failure) {
        return "policy-" + kebab(failure);
    }

    /** The code of what keeps an MX host from getting mail. */
    static String codeOf(FailureReason reason) {
        return reason == FailureReason.MX_NOT_IN_POLICY ? kebab(reason) : "mx-" + kebab(reason);
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String sectionOf(FetchFailure failure) {
        return switch (failure) {
            case MEDIA_TYPE -> "RFC 8461 section 3.2";
            case TLS -> "RFC 8461 section 7.2";
            default -> "RFC 8461 section 3.3";
        };
    }

    private static String sectionOf(FailureReason reason) {
        return switch (reason) {
            case MX_NOT_IN_POLICY -> "RFC 8461 section 4.1";
            case STARTTLS_NOT_OFFERED, STARTTLS_REFUSED, RESPONSE_INJECTED -> "RFC 8461 section 4";
            case TLS_HANDSHAKE -> "RFC 8461 section 7.2";
            case CERTIFICATE_EXPIRED,
                    CERTIFICATE_NOT_YET_VALID,
                    CERTIFICATE_NOT_TRUSTED,
                    CERTIFICATE_REVOKED,
                    REVOCATION_UNKNOWN,
                    CERTIFICATE_NAME_MISMATCH -> "RFC 8461 section 4.2";
            default -> "RFC 5321 section 5.1";
        };
    }
}
