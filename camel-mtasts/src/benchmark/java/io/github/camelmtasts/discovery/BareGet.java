package io.github.camelmtasts.discovery;

import java.io.IOException;
import java.net.InetAddress;

import javax.net.ssl.SSLContext;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Fetches a policy file as any program would: a client of HttpClient's defaults for each, and nothing checked but TLS. */
record BareGet(SSLContext sslContext, int port) {

    private static final DnsResolver LOOPBACK = new DnsResolver() {
        @Override
        public InetAddress[] resolve(String host) {
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    };

    String body(DomainName domain) throws IOException {
        HttpHost host = new HttpHost("https", domain.policyHost().toString(), port);
        try (CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(BasicHttpClientConnectionManager.create(
                        DefaultSchemePortResolver.INSTANCE,
                        LOOPBACK,
                        RegistryBuilder.<TlsSocketStrategy>create()
                                .register("https", new DefaultClientTlsStrategy(sslContext))
                                .build(),
                        null))
                .build()) {
            return client.execute(
                    host,
                    new HttpGet(Dialect.RFC8461.wellKnownPath()),
                    response -> EntityUtils.toString(response.getEntity()));
        }
    }
}
