package io.github.camelmtasts.testkit;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A root and its intermediate, which signs the servers' certificates. */
record AuthorityChain(
        CertificateSigner rootSigner, X509Certificate root, X509Certificate intermediate, CertificateSigner signer) {
    static AuthorityChain named(String name) {
        CertificateSigner root = CertificateSigner.named(name + " Root");
        CertificateSigner intermediate = CertificateSigner.named(name + " Intermediate");
        return new AuthorityChain(
                root,
                root.signAuthority(root, StatusAddresses.NONE),
                root.signAuthority(intermediate, StatusAddresses.NONE),
                intermediate);
    }

    IssuedCertificate issue(CertificateSigner subject, CertificateShape shape, Instant now) {
        X509Certificate leaf = signer.signServer(subject, shape, now, serial -> StatusAddresses.NONE);
        boolean alone = shape.signer() == CertificateShape.Signer.TRUSTED_BUT_SENT_ALONE;
        return new IssuedCertificate(subject.keys().getPrivate(), alone ? List.of(leaf) : List.of(leaf, intermediate));
    }
}
