package io.github.camelmtasts;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.trust.RevocationCheck;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that the operator trusts, for policy hosts and MX hosts alike. */
final class Authorities {

    private Authorities() {}

    /**
     * The trust manager of the parameters' trust store, or of Java's own if there is none.
     *
     * @param revocation what will be asked of it besides
     * @throws IllegalArgumentException if the trust store cannot be read, or the trust manager is not made of one and
     *     revocation is to be checked
     */
    static X509TrustManager of(
            CamelContext context, @Nullable SSLContextParameters parameters, RevocationCheck revocation) {
        if (revocation != RevocationCheck.OFF && bringsTrustManager(parameters)) {
            throw new IllegalArgumentException(
                    "revocation: sslContextParameters brings a trust manager of its own, which alone"
                            + " can check for revocation; give it a key store of authorities instead, or set revocation=off");
        }
        try {
            return Arrays.stream(trustManagers(context, parameters))
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new GeneralSecurityException("it has no X.509 trust manager"));
        } catch (GeneralSecurityException | IOException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "sslContextParameters: the trust store cannot be read ("
                            + Objects.requireNonNullElse(unreadable.getMessage(), unreadable.toString())
                            + "); nothing is sent until it can",
                    unreadable);
        }
    }

    private static boolean bringsTrustManager(@Nullable SSLContextParameters parameters) {
        return parameters != null
                && parameters.getTrustManagers() != null
                && parameters.getTrustManagers().getTrustManager() != null;
    }

    private static TrustManager[] trustManagers(CamelContext context, @Nullable SSLContextParameters parameters)
            throws GeneralSecurityException, IOException {
        if (parameters == null || parameters.getTrustManagers() == null) {
            return ofJava();
        }
        TrustManagersParameters trust = parameters.getTrustManagers();
        trust.setCamelContext(context);
        if (trust.getKeyStore() != null) {
            trust.getKeyStore().setCamelContext(context);
        }
        TrustManager @Nullable [] configured = trust.createTrustManagers();
        return configured == null ? ofJava() : configured;
    }

    /** The keys of our own that the parameters name, for hosts that ask for a client's certificate. */
    static List<KeyManager> ownKeys(CamelContext context, SSLContextParameters parameters) {
        KeyManagersParameters keys = parameters.getKeyManagers();
        if (keys == null) {
            return List.of();
        }
        keys.setCamelContext(context);
        if (keys.getKeyStore() != null) {
            keys.getKeyStore().setCamelContext(context);
        }
        try {
            return List.of(keys.createKeyManagers());
        } catch (GeneralSecurityException | IOException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "sslContextParameters: the key store cannot be read (" + unreadable.getMessage()
                            + "); nothing is sent until it can",
                    unreadable);
        }
    }

    private static TrustManager[] ofJava() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }
}
