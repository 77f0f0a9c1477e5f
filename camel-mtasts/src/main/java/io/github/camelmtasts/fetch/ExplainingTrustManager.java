package io.github.camelmtasts.fetch;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.policy.UntrustedChain;

/** Trusts whom another trusts; a refusal is told in words that fit the chain, which is not at hand later. */
final class ExplainingTrustManager implements X509TrustManager {

    private final X509TrustManager judge;

    ExplainingTrustManager(X509TrustManager judge) {
        this.judge = judge;
    }

    /** A TLS context that trusts whom this trusts. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException("This Java cannot speak TLS", noTls);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            judge.checkServerTrusted(chain, authType);
        } catch (CertificateException refusal) {
            throw new UntrustedChain(chain, judge.getAcceptedIssuers(), refusal);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("We are no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
