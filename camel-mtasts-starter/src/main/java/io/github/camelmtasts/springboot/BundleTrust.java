package io.github.camelmtasts.springboot;

import java.security.KeyStore;

import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.springframework.boot.ssl.SslBundles;

/** The trust store of an SSL bundle. It is looked at anew each time, so that a reload of the component finds what the bundle is now. */
final class BundleTrust extends KeyStoreParameters {

    private final SslBundles bundles;
    private final String name;

    private BundleTrust(SslBundles bundles, String name) {
        this.bundles = bundles;
        this.name = name;
    }

    /** The bundle's authorities, as the component wants them. */
    static SSLContextParameters of(SslBundles bundles, String name) {
        TrustManagersParameters authorities = new TrustManagersParameters();
        authorities.setKeyStore(new BundleTrust(bundles, name));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(authorities);
        return parameters;
    }

    @Override
    public KeyStore createKeyStore() {
        KeyStore trustStore = bundles.getBundle(name).getStores().getTrustStore();
        if (trustStore == null) {
            throw new IllegalStateException("the SSL bundle " + name + " has no trust store");
        }
        return trustStore;
    }
}
