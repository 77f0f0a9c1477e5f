package io.github.camelmtasts.fetch;

import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.github.camelmtasts.policy.CertificateNames;
import io.github.camelmtasts.policy.DomainName;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;

/** TLS with policy hosts (RFC 8461 section 3.3). */
final class PolicyHostTls {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"}; // RFC 8461 section 7.2

    private PolicyHostTls() {}

    static TlsSocketStrategy trusting(SSLContext authorities) {
        return new DefaultClientTlsStrategy(
                authorities,
                VERSIONS,
                null,
                SSLBufferMode.STATIC,
                // the JDK's own check would let the common name count, and partial wildcards
                HostnameVerificationPolicy.CLIENT,
                PolicyHostTls::isFor);
    }

    /** RFC 8461 section 3.3: a DNS-ID must name the policy host; the common name never counts. */
    private static boolean isFor(String policyHost, SSLSession session) {
        try {
            X509Certificate leaf = (X509Certificate) session.getPeerCertificates()[0];
            return CertificateNames.of(leaf).cover(DomainName.of(policyHost));
        } catch (SSLPeerUnverifiedException anonymous) {
            return false;
        }
    }
}
