package io.github.camelmtasts.trust;

import java.util.concurrent.ExecutorService;

import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Whether certificates are checked for revocation (RFC 8461 sections 3.3, 4.2 and 10.5), and what holds if nobody can say. */
public enum RevocationCheck {
    /** Nobody is asked. */
    OFF,
    /** A revoked certificate is refused; one of which nobody can say it is taken as good. */
    SOFT,
    /** A certificate is refused unless somebody says that it is not revoked. */
    HARD;

    /**
     * The same trust, with this check after it.
     *
     * @param authorities decides whether a chain is trusted, before anyone in it is asked
     * @param threads     where authorities are asked; those that answer too slowly keep a thread for longer than we wait
     * @throws IllegalArgumentException if the authorities are not such as Java makes of a key store
     */
    public X509TrustManager over(X509TrustManager authorities, ExecutorService threads) {
        if (this == OFF) {
            return authorities;
        }
        if (authorities instanceof X509ExtendedTrustManager extended) {
            return new RevocationTrustManager(extended, this, threads, RevocationTrustManager.LIMIT);
        }
        throw new IllegalArgumentException("revocation: the trust manager of this Java, "
                + authorities.getClass().getName() + ", cannot be extended");
    }
}
