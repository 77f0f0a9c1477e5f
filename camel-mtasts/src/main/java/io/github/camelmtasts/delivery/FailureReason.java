package io.github.camelmtasts.delivery;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Why a delivery did not come about, or would not have under {@code enforce}. Each reason says whether trying again can
 * help, its enhanced status code (RFC 3463), under which type reports count it (RFC 8460 section 4.3), and who can mend it.
 */
public enum FailureReason {
    /** The policy names other hosts than DNS does. */
    MX_NOT_IN_POLICY("4.4.8", Counted.VALIDATION_FAILURE, Mender.POLICY_OWNER),
    /** The host offers no TLS, or someone on the way removed the offer. */
    STARTTLS_NOT_OFFERED("4.7.5", Counted.STARTTLS_NOT_SUPPORTED, Mender.MX_HOST),
    /** The host offers TLS and refuses to begin. */
    STARTTLS_REFUSED("4.7.5", Counted.STARTTLS_NOT_SUPPORTED, Mender.MX_HOST),
    /** Something was sent behind the answer to STARTTLS, before TLS began: an attack, or a broken server. */
    RESPONSE_INJECTED("4.7.5", Counted.VALIDATION_FAILURE, Mender.MX_HOST),
    /** No common protocol version or cipher, or the handshake broke off. */
    TLS_HANDSHAKE("4.7.5", Counted.VALIDATION_FAILURE, Mender.MX_HOST),
    /** The certificate was valid once. */
    CERTIFICATE_EXPIRED("4.7.5", Counted.CERTIFICATE_EXPIRED, Mender.MX_CERTIFICATE),
    /** The certificate will be valid later. */
    CERTIFICATE_NOT_YET_VALID("4.7.5", Counted.CERTIFICATE_NOT_TRUSTED, Mender.MX_CERTIFICATE),
    /** Nobody whom we trust signed the certificate. */
    CERTIFICATE_NOT_TRUSTED("4.7.5", Counted.CERTIFICATE_NOT_TRUSTED, Mender.MX_CERTIFICATE),
    /** The authority took the certificate back. */
    CERTIFICATE_REVOKED("4.7.5", Counted.CERTIFICATE_NOT_TRUSTED, Mender.MX_CERTIFICATE),
    /** The authority does not say whether it took the certificate back. */
    REVOCATION_UNKNOWN("4.7.5", Counted.VALIDATION_FAILURE, Mender.MX_AUTHORITY),
    /** The certificate is for another name. */
    CERTIFICATE_NAME_MISMATCH("4.7.5", Counted.CERTIFICATE_HOST_MISMATCH, Mender.MX_CERTIFICATE),

    /** Whether the domain has a policy could not be found out. */
    POLICY_UNKNOWN("4.4.3", null, Mender.DNS_OR_STORE),
    /** The domain announces a policy that could not be had, and {@code onPolicyFailure=defer}. */
    POLICY_UNAVAILABLE("4.4.3", null, Mender.POLICY),
    /** DNS could not say which hosts take the domain's mail. */
    DNS_FAILED("4.4.3", null, Mender.DNS),
    /** No MX record names a host that could be tried, or none of the hosts has an address. */
    NO_USABLE_HOST("4.4.4", null, Mender.DOMAIN_DNS),
    /** All addresses of the host lie in a network into which strangers must not lead us. */
    ADDRESS_REFUSED("4.4.4", null, Mender.ADDRESS_FILTER),
    /** The host has addresses of another family only than those over which mail goes out. */
    OTHER_ADDRESS_FAMILY("4.4.4", null, Mender.FAMILY),
    /** The domain takes no mail or does not exist any more, says DNS, while an enforced policy of it is kept. */
    DOMAIN_VANISHED("4.4.4", null, Mender.VANISHED),
    /** The smart host does not know us, or not by this password. */
    AUTHENTICATION_FAILED("4.7.8", null, Mender.ACCOUNT),
    /** Nothing answers at the host's address. */
    CONNECTION_FAILED("4.4.1", null, Mender.MX_HOST_OR_NETWORK),
    /** The connection broke or timed out before the mail was handed over. */
    CONNECTION_LOST("4.4.2", null, Mender.MX_HOST_OR_NETWORK),
    /** The host turned us away before any mail was offered. */
    SESSION_REFUSED("4.3.2", null, Mender.MX_HOST),
    /** The host said "later" (4yz). */
    SERVER_DEFERRED("4.0.0", null, Mender.MX_HOST),
    /** The connection broke after the whole mail was written: nobody can know whether it was taken. */
    POSSIBLY_DELIVERED("4.4.2", null, Mender.NOBODY),
    /** The hosts that were tried took all the time that one mail may have. */
    OUT_OF_TIME("4.4.7", null, Mender.TIME),
    /** Something broke on our side. */
    LOCAL_ERROR("4.3.0", null, Mender.US),

    /** The host said "never" (5yz). */
    SERVER_REFUSED("5.0.0", null, Mender.SENDER),
    /** The mail is larger than the host takes (RFC 1870). */
    MAIL_TOO_LARGE("5.3.4", null, Mender.SIZE),
    /** The mail holds bytes beyond ASCII, and the host does not offer 8BITMIME (RFC 6152). */
    EIGHT_BIT_NOT_OFFERED("5.6.3", null, Mender.ENCODING),
    /** An address or a header field holds more than ASCII, and the host does not offer SMTPUTF8 (RFC 6531). */
    SMTPUTF8_NOT_OFFERED("5.6.7", null, Mender.ASCII),
    /** The next host would be ourselves (RFC 5321 section 5.1). */
    MAIL_LOOP("5.4.6", null, Mender.LOOP),
    /** The domain says that it takes no mail (RFC 7505). */
    NULL_MX("5.1.10", null, Mender.SENDER),
    /** The domain does not exist. */
    NO_SUCH_DOMAIN("5.1.2", null, Mender.SENDER);

    private interface Counted {
        String STARTTLS_NOT_SUPPORTED = "starttls-not-supported";
        String CERTIFICATE_HOST_MISMATCH = "certificate-host-mismatch";
        String CERTIFICATE_EXPIRED = "certificate-expired";
        String CERTIFICATE_NOT_TRUSTED = "certificate-not-trusted";
        String VALIDATION_FAILURE = "validation-failure";
    }

    private interface Mender {
        String POLICY_OWNER = "the owner of the domain must add the host to the policy, or mend the MX records";
        String MX_HOST = "the operator of the host must mend it";
        String MX_CERTIFICATE = "the operator of the host must install a valid certificate";
        String MX_AUTHORITY =
                "the operator of the host must have its authority mend its OCSP responder or revocation list,"
                        + " unless this machine may not open connections to port 80; or you set revocation=soft";
        String DNS = "the owner of the domain must mend its name servers, or you your resolver";
        String DNS_OR_STORE =
                "the owner of the domain must mend its name servers, or you your resolver or your policy store";
        String POLICY = "until then you can let its mail go out by an override (skip), or set onPolicyFailure=deliver";
        String DOMAIN_DNS = "the owner of the domain must mend its DNS records";
        String ADDRESS_FILTER =
                "the owner of the domain must publish a public address; for a network of your own set the option allowedAddresses";
        String MX_HOST_OR_NETWORK =
                "the operator of the host must mend it, unless this machine may not open connections to port 25";
        String FAMILY =
                "you must set addressFamily or localAddress otherwise, or the owner of the host publish such an address";
        String VANISHED = "the owner of the domain must mend its DNS records, unless somebody forges them";
        String ACCOUNT =
                "you must correct the options username and password, or the operator of the smart host your account";
        String LOOP =
                "the owner of the domain must mend its MX records; if another mail server takes its mail on this machine, name it by"
                        + " the option smartHost, or give this one another localHostname";
        String TIME =
                "the operators of the hosts must mend them, or you let more connections be open (maxConnections, maxConnectionsPerHost)";
        String NOBODY = "nothing can be mended; if it was delivered, trying again makes a duplicate";
        String US = "look at the cause, on this machine";
        String SIZE = "the sender must make the mail smaller";
        String ENCODING =
                "the sender must encode the mail's parts in quoted-printable or base64, or the operator of the host offer 8BITMIME";
        String ASCII =
                "the sender must use addresses and header fields in ASCII, or the operator of the host offer SMTPUTF8";
        String SENDER = "the sender must correct the address or the mail";
    }

    private final String enhancedStatus;
    private final @Nullable String resultType;
    private final String advice;

    FailureReason(String enhancedStatus, @Nullable String resultType, String advice) {
        this.enhancedStatus = enhancedStatus;
        this.resultType = resultType;
        this.advice = advice;
    }

    /** Whether trying again is of no use. */
    public boolean isPermanent() {
        return enhancedStatus.startsWith("5");
    }

    /** The outcome for a recipient who has this as the last word. */
    public Outcome outcome() {
        return isPermanent() ? Outcome.FAILED : Outcome.DEFERRED;
    }

    /** Whether it is the policy that was not met: a newer policy could help. */
    public boolean isPolicyFailure() {
        return resultType != null;
    }

    /** The enhanced status code (RFC 3463). */
    public String enhancedStatus() {
        return enhancedStatus;
    }

    /**
     * The same for a recipient with this outcome: its class says what became of the mail (RFC 3463 section 2), and whoever was
     * given up after days of temporary failures will not get it.
     */
    public String enhancedStatus(Outcome outcome) {
        return (outcome == Outcome.FAILED ? "5" : "4") + enhancedStatus.substring(1);
    }

    /** The result type under which reports count it (RFC 8460 section 4.3); empty if they do not. */
    public Optional<String> resultType() {
        return Optional.ofNullable(resultType);
    }

    /** Who can mend it, and how: a sentence for a person, without its full stop. */
    public String advice() {
        return advice;
    }
}
