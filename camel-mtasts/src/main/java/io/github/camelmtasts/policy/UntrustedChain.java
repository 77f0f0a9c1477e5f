package io.github.camelmtasts.policy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** A chain that is not trusted; the message is its {@link ChainStory}. */
public final class UntrustedChain extends CertificateException {

    private static final long serialVersionUID = 1;

    /** The refusal of Java, told by the chain; see {@link ChainStory#of}. */
    public UntrustedChain(X509Certificate[] chain, X509Certificate[] trusted, CertificateException refusal) {
        super(ChainStory.of(chain, trusted, refusal), refusal);
    }
}
