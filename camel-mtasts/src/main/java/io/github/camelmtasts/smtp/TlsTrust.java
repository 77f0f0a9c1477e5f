package io.github.camelmtasts.smtp;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.delivery.TlsMaterial;

/**
 * Whom we trust, and the two TLS contexts over it. They are two so that a session which was opened without verification can
 * never be resumed where verification is demanded.
 */
public final class TlsTrust {

    /** Bounds how long a host may resume what it once proved; it is judged again each time all the same. */
    private static final Duration SESSION_LIFE = Duration.ofHours(1);

    private final ChainJudge judge;
    private final SSLContext verifying;
    private final SSLContext recording;

    /**
     * Contexts over these authorities.
     *
     * @param authorities the trust manager of the operator's trust store
     * @param clock       says whether a certificate is in force
     * @throws IllegalStateException if this Java has no TLS
     */
    public TlsTrust(X509TrustManager authorities, Clock clock) {
        this(new TlsMaterial(authorities, List.of()), clock);
    }

    TlsTrust(TlsMaterial material, Clock clock) {
        this.judge = new ChainJudge(material.authorities(), clock);
        KeyManager[] ownKeys = material.ownKeys().toArray(KeyManager[]::new);
        this.verifying = context(ownKeys, new VerdictTrustManager(judge, true));
        this.recording = context(ownKeys, new VerdictTrustManager(judge, false));
    }

    private static SSLContext context(KeyManager[] ownKeys, TrustManager trustManager) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ownKeys, new TrustManager[] {trustManager}, null);
            context.getClientSessionContext().setSessionTimeout((int) SESSION_LIFE.toSeconds());
            return context;
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException("This Java cannot speak TLS", noTls);
        }
    }

    ChainJudge judge() {
        return judge;
    }

    SSLContext context(boolean mustVerify) {
        return mustVerify ? verifying : recording;
    }
}
