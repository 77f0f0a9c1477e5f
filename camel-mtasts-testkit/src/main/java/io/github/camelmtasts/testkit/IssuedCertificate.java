package io.github.camelmtasts.testkit;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** A server's certificate with its key. Thread-safe; TLS sessions made with it can be resumed. */
public final class IssuedCertificate {
    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;
    private final SSLContext sslContext;

    IssuedCertificate(PrivateKey privateKey, List<X509Certificate> chain) {
        this.privateKey = privateKey;
        this.chain = chain;
        this.sslContext = serverContext(new SingleKeyManager(privateKey, chain));
    }

    /** The server's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The certificates that the server sends: its own and the intermediate, if that is sent. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The EC key of {@link #certificate}. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** A context for the server's side of TLS; it trusts no peer. */
    public SSLContext sslContext() {
        return sslContext;
    }

    private static SSLContext serverContext(KeyManager keyManager) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keyManager}, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS in this JVM", e);
        }
    }
}
