package io.github.camelmtasts.smtp;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import io.github.camelmtasts.delivery.Failure;

/**
 * Judges chains during the handshake: where verification is demanded a bad one ends it, with the verdict as its cause; where
 * it is not (testing, no policy) the handshake goes on and the verdict is read off the session afterwards. It never looks at
 * names, for it does not know the policy.
 */
final class VerdictTrustManager extends X509ExtendedTrustManager {

    private final ChainJudge judge;
    private final boolean mustVerify;

    VerdictTrustManager(ChainJudge judge, boolean mustVerify) {
        this.judge = judge;
        this.mustVerify = mustVerify;
    }

    private void check(X509Certificate[] chain, String authType) throws RefusedCertificate {
        Optional<Failure> fault = judge.faultOf(chain, authType);
        if (mustVerify && fault.isPresent()) {
            throw new RefusedCertificate(fault.get());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("We are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("We are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("We are no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
