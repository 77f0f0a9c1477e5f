package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * An intermediate below the trusted root that signs certificates and statements about them. Its own certificate says where
 * the root's list is, so that the whole chain can be asked about.
 */
final class StatusIssuer {
    private static final Duration LIFE_OF_STATEMENT = Duration.ofDays(1);

    private final AuthorityChain above;
    private final Clock clock;
    private final CertificateSigner signer = CertificateSigner.named("Trusted Intermediate With Status");
    private final X509Certificate certificate;

    StatusIssuer(AuthorityChain above, String listOfRoot, Clock clock) {
        this.above = above;
        this.clock = clock;
        this.certificate = above.rootSigner().signAuthority(signer, new StatusAddresses("", listOfRoot));
    }

    IssuedCertificate issue(
            CertificateSigner subject, CertificateShape shape, Function<BigInteger, StatusAddresses> addresses) {
        X509Certificate leaf = signer.signServer(subject, shape, clock.instant(), addresses);
        return new IssuedCertificate(subject.keys().getPrivate(), List.of(leaf, certificate));
    }

    byte[] listOfRoot() throws IOException {
        return list(above.rootSigner(), Set.of());
    }

    byte[] list(Set<BigInteger> revoked) throws IOException {
        return list(signer, revoked);
    }

    private byte[] list(CertificateSigner signer, Set<BigInteger> revoked) throws IOException {
        Instant now = clock.instant();
        X509v2CRLBuilder list = new X509v2CRLBuilder(signer.name(), yesterday(now));
        list.setNextUpdate(Date.from(now.plus(LIFE_OF_STATEMENT)));
        revoked.forEach(serial -> list.addCRLEntry(serial, yesterday(now), CRLReason.keyCompromise));
        try {
            return list.build(signer.contentSigner()).getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("cannot sign a revocation list", e);
        }
    }

    byte[] ocsp(byte[] question, boolean revoked) throws IOException {
        Instant now = clock.instant();
        CertificateStatus status =
                revoked ? new RevokedStatus(yesterday(now), CRLReason.keyCompromise) : CertificateStatus.GOOD;
        try {
            BasicOCSPRespBuilder answer = new BasicOCSPRespBuilder(new RespID(signer.name()));
            for (Req one : new OCSPReq(question).getRequestList()) {
                answer.addResponse(one.getCertID(), status, yesterday(now), Date.from(now.plus(LIFE_OF_STATEMENT)));
            }
            X509CertificateHolder[] chain = {new X509CertificateHolder(certificate.getEncoded())};
            OCSPResp response = new OCSPRespBuilder()
                    .build(OCSPRespBuilder.SUCCESSFUL, answer.build(signer.contentSigner(), chain, Date.from(now)));
            return response.getEncoded();
        } catch (OCSPException | OperatorCreationException | CertificateEncodingException e) {
            throw new IOException("cannot answer an OCSP question", e);
        }
    }

    private static Date yesterday(Instant now) {
        return Date.from(now.minus(LIFE_OF_STATEMENT));
    }
}
