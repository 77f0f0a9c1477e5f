package io.github.camelmtasts.fetch;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.policy.ShownCertificate;

/** Remembers the chain of one handshake, and leaves it to another to judge it: one that is refused can be shown as well. */
final class RecordingTrustManager implements X509TrustManager {

    private final X509TrustManager judge;
    private volatile List<ShownCertificate> shown = List.of();

    RecordingTrustManager(X509TrustManager judge) {
        this.judge = new ExplainingTrustManager(judge);
    }

    /** A TLS context that trusts whom the judge trusts, and has no session to resume. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException("This Java cannot speak TLS", noTls);
        }
    }

    /** The certificates, the host's own first; empty if there was no handshake. */
    List<ShownCertificate> shown() {
        return shown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        shown = ShownCertificate.of(chain);
        judge.checkServerTrusted(chain, authType);
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
