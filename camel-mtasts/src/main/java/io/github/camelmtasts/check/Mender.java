package io.github.camelmtasts.check;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.fetch.FetchFailure;

/** Who can mend what was found. */
public enum Mender {
    /** Whoever runs this check: the resolver, the network or the options of this machine. */
    YOU,
    /** Who publishes the domain's record and policy. */
    DOMAIN_OWNER,
    /** Who runs the domain's name servers. */
    NAME_SERVERS,
    /** Who runs the MX host. */
    MAIL_HOST,
    /** Who signed the certificate. */
    AUTHORITY;

    /** Of what keeps a policy from being fetched. */
    static Mender of(FetchFailure failure) {
        return switch (failure) {
            case ADDRESS_UNKNOWN -> NAME_SERVERS;
            case PROXY -> YOU;
            case REVOCATION_UNKNOWN -> AUTHORITY;
            case NO_ADDRESS,
                    ADDRESS_REFUSED,
                    UNREACHABLE,
                    TIMEOUT,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_NOT_YET_VALID,
                    CERTIFICATE_NOT_TRUSTED,
                    CERTIFICATE_NAME_MISMATCH,
                    CERTIFICATE_REVOKED,
                    TLS,
                    NOT_FOUND,
                    REDIRECT,
                    STATUS,
                    MEDIA_TYPE,
                    CONTENT_CODING,
                    TOO_LARGE,
                    PROTOCOL -> DOMAIN_OWNER;
        };
    }

    /** Of what keeps an MX host from getting mail. */
    static Mender of(FailureReason reason) {
        return switch (reason) {
            case MX_NOT_IN_POLICY,
                    POLICY_UNAVAILABLE,
                    NO_USABLE_HOST,
                    ADDRESS_REFUSED,
                    NULL_MX,
                    NO_SUCH_DOMAIN,
                    DOMAIN_VANISHED -> DOMAIN_OWNER;
            case DNS_FAILED -> NAME_SERVERS;
            case REVOCATION_UNKNOWN -> AUTHORITY;
            case OTHER_ADDRESS_FAMILY,
                    LOCAL_ERROR,
                    OUT_OF_TIME,
                    POLICY_UNKNOWN,
                    AUTHENTICATION_FAILED,
                    MAIL_LOOP,
                    MAIL_TOO_LARGE,
                    EIGHT_BIT_NOT_OFFERED,
                    SMTPUTF8_NOT_OFFERED,
                    SERVER_REFUSED,
                    POSSIBLY_DELIVERED -> YOU;
            case STARTTLS_NOT_OFFERED,
                    STARTTLS_REFUSED,
                    RESPONSE_INJECTED,
                    TLS_HANDSHAKE,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_NOT_YET_VALID,
                    CERTIFICATE_NOT_TRUSTED,
                    CERTIFICATE_REVOKED,
                    CERTIFICATE_NAME_MISMATCH,
                    CONNECTION_FAILED,
                    CONNECTION_LOST,
                    SESSION_REFUSED,
                    SERVER_DEFERRED -> MAIL_HOST;
        };
    }
}
