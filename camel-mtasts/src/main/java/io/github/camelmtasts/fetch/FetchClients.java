package io.github.camelmtasts.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;

/** Makes HTTP clients that do as they are told once: no redirect, cookie, cache, retry or unpacking. */
record FetchClients(TlsSocketStrategy tls, Optional<FetchProxy> proxy, Duration deadline) {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private static final Http1Config HEADER_LIMITS =
            Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

    CloseableHttpClient forOne(PolicyRequest request, FetchCut cut) {
        HttpClientBuilder client = HttpClients.custom()
                .setConnectionManager(connectionFor(request, cut))
                .setUserAgent("camel-mtasts")
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries();
        proxy.ifPresent(by -> client.setRoutePlanner((host, context) -> route(request, host, by)));
        proxy.filter(FetchProxy::wantsLogin).ifPresent(by -> login(client, by));
        return client.build();
    }

    /** By the name of the policy host, which the proxy looks up, or to one address; TLS is for the name in any case. */
    private static HttpRoute route(PolicyRequest request, HttpHost host, FetchProxy proxy) {
        HttpHost target = request.isExact()
                ? new HttpHost(host.getSchemeName(), request.addresses().get(0).getHostAddress(), host.getPort())
                : host;
        return new HttpRoute(target, host, null, proxy.address(), true);
    }

    private static void login(HttpClientBuilder client, FetchProxy proxy) {
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        credentials.setCredentials(
                new AuthScope(proxy.address()), new UsernamePasswordCredentials(proxy.user(), proxy.password()));
        client.setDefaultCredentialsProvider(credentials);
    }

    private BasicHttpClientConnectionManager connectionFor(PolicyRequest request, FetchCut cut) {
        HttpClientConnectionOperator operator = new DefaultHttpClientConnectionOperator(
                unused -> cut.newSocket(),
                DefaultSchemePortResolver.INSTANCE,
                new Checked(request, proxy),
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register("https", tls)
                        .build());
        BasicHttpClientConnectionManager connection = new BasicHttpClientConnectionManager(
                operator,
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(HEADER_LIMITS)
                        .build());
        connection.setConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .setSocketTimeout((int) deadline.toMillis(), TimeUnit.MILLISECONDS)
                .build());
        return connection;
    }

    /** Gives the addresses that were checked, so that what is connected to is what was checked; the proxy is the operator's. */
    private record Checked(PolicyRequest request, Optional<FetchProxy> proxy) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            if (proxy.isPresent() && host.equals(proxy.get().address().getHostName())) {
                return InetAddress.getAllByName(host);
            }
            if (proxy.isPresent() || !host.equals(request.domain().policyHost().toString())) {
                throw new UnknownHostException(host);
            }
            return request.addresses().toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
