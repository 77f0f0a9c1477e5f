package io.github.camelmtasts.delivery;

import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * What TLS with a host rests on, where it is not what the component has for all.
 *
 * @param authorities who vouches for the host
 * @param ownKeys     by which we show the host who we are; empty if by none
 */
public record TlsMaterial(X509TrustManager authorities, List<KeyManager> ownKeys) {
    public TlsMaterial {
        ownKeys = List.copyOf(ownKeys);
    }
}
