package io.github.camelmtasts.fetch;

/** Why a policy could not be fetched, with the result type of RFC 8460 section 4.3 and who can mend it. */
public enum FetchFailure {
    /** The policy host has no address, or does not exist. */
    NO_ADDRESS(Type.FETCH_ERROR, "the owner of the domain must give its policy host an address"),
    /** DNS could not say the address of the policy host. */
    ADDRESS_UNKNOWN(Type.FETCH_ERROR, "the owner of the domain must mend its name servers, or you your resolver"),
    /** Every address of the policy host lies in a network that strangers must not lead us into. */
    ADDRESS_REFUSED(
            Type.FETCH_ERROR,
            "the owner of the domain must publish a public address; for a network of your own set the option allowedAddresses"),
    /** Nothing answers at the addresses. */
    UNREACHABLE(Type.FETCH_ERROR, Mender.HOST_OR_NETWORK),
    /** The answer was not complete within the time limit. */
    TIMEOUT(Type.FETCH_ERROR, Mender.HOST_OR_NETWORK),
    /** The proxy of the option {@code fetchProxy} does not let us through, or does not answer. */
    PROXY(
            Type.FETCH_ERROR,
            "you must mend your proxy, or the options fetchProxy, fetchProxyUser and fetchProxyPassword"),
    /** The certificate, or one above it, was valid once. */
    CERTIFICATE_EXPIRED(Type.WEBPKI_INVALID, "the owner of the domain must renew the certificate of its policy host"),
    /** The certificate, or one above it, will be valid later. */
    CERTIFICATE_NOT_YET_VALID(
            Type.WEBPKI_INVALID,
            "the owner of the domain must install a certificate that is valid now, unless the clock of this machine is wrong"),
    /** Nobody whom we trust signed the certificate. */
    CERTIFICATE_NOT_TRUSTED(
            Type.WEBPKI_INVALID,
            "the owner of the domain must install a certificate of a public authority, with its intermediates, at its policy host;"
                    + " for an authority of your own set the option sslContextParameters"),
    /** The certificate has no DNS-ID that is the policy host. */
    CERTIFICATE_NAME_MISMATCH(
            Type.WEBPKI_INVALID,
            "the owner of the domain must install a certificate whose subjectAltName has the policy host as DNS name"
                    + " (RFC 8461 section 3.3)"),
    /** The authority took the certificate back. */
    CERTIFICATE_REVOKED(
            Type.WEBPKI_INVALID, "the owner of the domain must install a new certificate at its policy host"),
    /** The authority does not say whether it took the certificate back. */
    REVOCATION_UNKNOWN(
            Type.WEBPKI_INVALID,
            "the owner of the domain must have its authority mend its OCSP responder or revocation list, unless this machine may"
                    + " not open connections to port 80; or you set revocation=soft"),
    /** TLS failed before there was a certificate to judge. */
    TLS(Type.WEBPKI_INVALID, "the owner of the domain must offer TLS 1.2 or later at its policy host"),
    /** 404 or 410. */
    NOT_FOUND(Type.FETCH_ERROR, "the owner of the domain must put the policy at its well-known path"),
    /** A redirect, which senders must not follow. */
    REDIRECT(
            Type.FETCH_ERROR,
            "the owner of the domain must serve the policy itself, since redirects are not followed (RFC 8461 section 3.3)"),
    /** Another status than 200. */
    STATUS(Type.FETCH_ERROR, Mender.HOST),
    /** Not a text, or for the draft not a JSON document. */
    MEDIA_TYPE(
            Type.FETCH_ERROR,
            "the owner of the domain must serve the policy as text/plain (RFC 8461 section 3.2), or you set lenientMediaType=true"),
    /** Packed, although it was asked for unpacked. */
    CONTENT_CODING(
            Type.FETCH_ERROR,
            "the owner of the domain must serve the policy without Content-Encoding (RFC 9110 section 12.5.3)"),
    /** Longer than any honest policy. */
    TOO_LARGE(Type.FETCH_ERROR, "the owner of the domain must shorten the policy"),
    /** What came is not HTTP, or not all of it came. */
    PROTOCOL(Type.FETCH_ERROR, Mender.HOST);

    private interface Type {
        String FETCH_ERROR = "sts-policy-fetch-error";
        String WEBPKI_INVALID = "sts-webpki-invalid";
    }

    private interface Mender {
        String HOST = "the owner of the domain must mend its policy host";
        String HOST_OR_NETWORK =
                "the owner of the domain must mend its policy host, unless this machine may not open connections to port 443";
    }

    private final String resultType;
    private final String advice;

    FetchFailure(String resultType, String advice) {
        this.resultType = resultType;
        this.advice = advice;
    }

    /** The result type under which reports count it (RFC 8460 section 4.3). */
    public String resultType() {
        return resultType;
    }

    /** Who can mend it, and how: the second half of a sentence for a person. */
    public String advice() {
        return advice;
    }
}
