package io.github.camelmtasts.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks those who signed the certificates of a chain whether they have revoked one: by OCSP, else by their lists (CRL). */
final class RevocationInquiry {

    private final Set<TrustAnchor> anchors;

    RevocationInquiry(X509Certificate[] roots) {
        this.anchors =
                Arrays.stream(roots).map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
    }

    /**
     * Ends without exception if none is revoked; takes as long as the authorities take.
     *
     * @throws java.security.cert.CertPathValidatorException with the reason {@code REVOKED}, or any other
     *     if nobody can say
     */
    void ask(List<X509Certificate> chain) throws GeneralSecurityException {
        if (anchors.stream().anyMatch(anchor -> chain.get(0).equals(anchor.getTrustedCert()))) {
            return; // trusted for itself: nobody signed it
        }
        PKIXParameters asking = new PKIXParameters(anchors);
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        asking.addCertPathChecker((PKIXRevocationChecker) validator.getRevocationChecker());
        validator.validate(pathOf(chain), asking);
    }

    /** A builder tries all paths and then cannot say what was wrong with one; so the path is built first, and asked about then. */
    private CertPath pathOf(List<X509Certificate> chain) throws GeneralSecurityException {
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(chain.get(0));
        PKIXBuilderParameters building = new PKIXBuilderParameters(anchors, leaf);
        building.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        building.setRevocationEnabled(false);
        return CertPathBuilder.getInstance("PKIX").build(building).getCertPath();
    }
}
