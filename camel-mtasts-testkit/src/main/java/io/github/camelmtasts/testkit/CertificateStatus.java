package io.github.camelmtasts.testkit;

/**
 * What the authority says when somebody asks whether it has revoked a certificate, and by which way: OCSP (RFC 6960), a
 * revocation list (CRL, RFC 5280), or both. The certificate names the places to ask; see {@link RevocationServer}.
 */
public enum CertificateStatus {
    /** The certificate does not say where to ask. */
    UNSAID(Source.NONE, Source.NONE),
    /** Not revoked, says OCSP. */
    GOOD_BY_OCSP(Source.GOOD, Source.NONE),
    /** Revoked, says OCSP. */
    REVOKED_BY_OCSP(Source.REVOKED, Source.NONE),
    /** Not revoked, says the list. */
    GOOD_BY_CRL(Source.NONE, Source.GOOD),
    /** Revoked, says the list. */
    REVOKED_BY_CRL(Source.NONE, Source.REVOKED),
    /** OCSP does not answer; the list says revoked. */
    REVOKED_BY_CRL_WHILE_OCSP_FAILS(Source.FAILING, Source.REVOKED),
    /** OCSP does not answer, and there is no list. */
    FAILING(Source.FAILING, Source.NONE),
    /** OCSP takes the question and never answers, and there is no list. */
    HANGING(Source.HANGING, Source.NONE);

    /** What one place to ask does. */
    enum Source {
        NONE,
        GOOD,
        REVOKED,
        FAILING,
        HANGING
    }

    private final Source ocsp;
    private final Source crl;

    CertificateStatus(Source ocsp, Source crl) {
        this.ocsp = ocsp;
        this.crl = crl;
    }

    Source ocsp() {
        return ocsp;
    }

    Source crl() {
        return crl;
    }
}
