package io.github.camelmtasts.fetch;

/** Why a policy could not be fetched, with the result type of RFC 8460 section 4.3 and who can mend it. */
public enum FetchFailure {
    /** The policy host has no address, or DNS could not say. */
    NO_ADDRESS(Type.FETCH_ERROR, "the owner of the domain must give its policy host an address"),
    /** Every address of the policy host lies in a network that strangers must not lead us into. */
    ADDRESS_REFUSED(
            Type.FETCH_ERROR,
            "the owner of the domain must publish a public address; for a network of your own set the option allowedAddresses"),
    /** Nothing answers at the addresses. */
    UNREACHABLE(
            Type.FETCH_ERROR,
            "the owner of the domain must mend its policy host, unless this machine may not open connections to port 443"),
    /** The answer was not complete within the time limit. */
    TIMEOUT(
            Type.FETCH_ERROR,
            "the owner of the domain must mend its policy host, unless this machine may not open connections to port 443"),
    /** The certificate is expired, unknown, or for another name. */
    CERTIFICATE(Type.WEBPKI_INVALID, "the owner of the domain must install a valid certificate at its policy host"),
    /** TLS failed before there was a certificate to judge. */
    TLS(Type.WEBPKI_INVALID, "the owner of the domain must offer TLS 1.2 or later at its policy host"),
    /** 404 or 410. */
    NOT_FOUND(Type.FETCH_ERROR, "the owner of the domain must put the policy at its well-known path"),
    /** A redirect, which senders must not follow. */
    REDIRECT(
            Type.FETCH_ERROR,
            "the owner of the domain must serve the policy itself, since redirects are not followed (RFC 8461 section 3.3)"),
    /** Another status than 200. */
    STATUS(Type.FETCH_ERROR, "the owner of the domain must mend its policy host"),
    /** Not a text, or for the draft not a JSON document. */
    MEDIA_TYPE(
            Type.FETCH_ERROR,
            "the owner of the domain must serve the policy as text/plain (RFC 8461 section 3.2), or you set lenientMediaType=true"),
    /** Longer than any honest policy. */
    TOO_LARGE(Type.FETCH_ERROR, "the owner of the domain must shorten the policy"),
    /** What came is not HTTP. */
    PROTOCOL(Type.FETCH_ERROR, "the owner of the domain must mend its policy host");

    private interface Type {
        String FETCH_ERROR = "sts-policy-fetch-error";
        String WEBPKI_INVALID = "sts-webpki-invalid";
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
