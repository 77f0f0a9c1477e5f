package io.github.camelmtasts.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.github.camelmtasts.policy.CertificateNames;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.jspecify.annotations.Nullable;

/**
 * Fetches over HTTPS by the rules of RFC 8461 section 3.3: certificate by DNS-ID alone, no redirect, no cache, status 200
 * only. Every fetch has a client of its own: nothing of one host (connection, cookie, address) can reach the next.
 */
public final class HttpsPolicyFetcher implements PolicyFetcher {

    /** In bytes; RFC 8461 section 3.3 suggests 64 KB. */
    static final int MAX_BODY = 64 * 1024;

    /** From the first packet to the last byte; RFC 8461 section 3.3 suggests one minute. */
    static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private static final Http1Config HEADER_LIMITS =
            Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

    private static final String[] TLS_VERSIONS = {"TLSv1.3", "TLSv1.2"}; // RFC 8461 section 7.2

    private final TlsSocketStrategy tls;
    private final int port;
    private final boolean lenientMediaType;
    private final Duration deadline;
    private final ScheduledExecutorService timer;

    /**
     * A fetcher that trusts what the context trusts.
     *
     * @param sslContext       decides which authorities are trusted
     * @param port             443 but for tests
     * @param lenientMediaType whether any media type will do
     * @param timer            cuts fetches off at the deadline
     */
    public HttpsPolicyFetcher(
            SSLContext sslContext, int port, boolean lenientMediaType, ScheduledExecutorService timer) {
        this(sslContext, port, lenientMediaType, timer, DEADLINE);
    }

    HttpsPolicyFetcher(
            SSLContext sslContext,
            int port,
            boolean lenientMediaType,
            ScheduledExecutorService timer,
            Duration deadline) {
        this.tls = new DefaultClientTlsStrategy(
                sslContext,
                TLS_VERSIONS,
                null,
                SSLBufferMode.STATIC,
                // the JDK's own check would let the common name count, and partial wildcards
                HostnameVerificationPolicy.CLIENT,
                HttpsPolicyFetcher::isFor);
        this.port = port;
        this.lenientMediaType = lenientMediaType;
        this.timer = timer;
        this.deadline = deadline;
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

    @Override
    public FetchResult fetch(PolicyRequest request) {
        HttpHost host = new HttpHost("https", request.domain().policyHost().toString(), port);
        HttpGet get = new HttpGet(request.dialect().wellKnownPath());
        AtomicBoolean tooLate = new AtomicBoolean();
        Runnable cut = () -> {
            tooLate.set(true);
            get.abort();
        };
        try (CloseableHttpClient client = client(request)) {
            Future<?> deadlineTimer = timer.schedule(cut, deadline.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return exchange(client, host, get, request);
            } finally {
                deadlineTimer.cancel(false);
            }
        } catch (IOException | IllegalStateException failure) {
            // an abort between two steps of HttpClient is an illegal state to it
            return tooLate.get() ? timeout() : failed(failure);
        } catch (RejectedExecutionException stopping) {
            return new FetchResult.Failed(
                    FetchFailure.TIMEOUT, "there was no time for it, as this machine is stopping");
        }
    }

    private FetchResult exchange(CloseableHttpClient client, HttpHost host, HttpGet get, PolicyRequest request)
            throws IOException {
        ClassicHttpResponse response = client.executeOpen(host, get, null);
        try {
            FetchResult.@Nullable Failed refusal = refusalOf(response, request);
            if (refusal != null) {
                return refusal;
            }
            byte[] body = read(response);
            return body.length > MAX_BODY
                    ? new FetchResult.Failed(FetchFailure.TOO_LARGE, "the policy is longer than " + MAX_BODY + " bytes")
                    : new FetchResult.Fetched(new String(body, StandardCharsets.UTF_8));
        } finally {
            get.abort(); // closing the response instead would read on until the body ends, which it may never do
        }
    }

    private FetchResult.@Nullable Failed refusalOf(ClassicHttpResponse response, PolicyRequest request) {
        int status = response.getCode();
        if (status != HttpStatus.SC_OK) {
            return new FetchResult.Failed(failureOf(status), "the policy host answered with status " + status);
        }
        String mediaType = mediaType(response);
        return lenientMediaType || isAcceptable(mediaType, request)
                ? null
                : new FetchResult.Failed(
                        FetchFailure.MEDIA_TYPE, "the policy came as '" + Untrusted.text(mediaType, 80) + "'");
    }

    private static FetchFailure failureOf(int status) {
        if (status == HttpStatus.SC_NOT_FOUND || status == HttpStatus.SC_GONE) {
            return FetchFailure.NOT_FOUND;
        }
        return status >= 300 && status < 400 ? FetchFailure.REDIRECT : FetchFailure.STATUS;
    }

    /** The type without its parameters, of which none changes how we read the body (RFC 8461 section 3.2). */
    private static String mediaType(ClassicHttpResponse response) {
        @Nullable
        String header =
                response.getEntity() == null ? null : response.getEntity().getContentType();
        return header == null ? "" : header.split(";", 2)[0].strip();
    }

    private static boolean isAcceptable(String mediaType, PolicyRequest request) {
        return switch (request.dialect()) {
            case RFC8461 -> mediaType.equalsIgnoreCase("text/plain");
            case DRAFT06 ->
                mediaType.equalsIgnoreCase("application/json")
                        || mediaType.toLowerCase(Locale.ROOT).endsWith("+json")
                        || mediaType.equalsIgnoreCase("text/plain");
        };
    }

    private static byte[] read(ClassicHttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return new byte[0];
        }
        InputStream body = response.getEntity().getContent(); // closed by the abort
        return body.readNBytes(MAX_BODY + 1);
    }

    private CloseableHttpClient client(PolicyRequest request) {
        BasicHttpClientConnectionManager connection = BasicHttpClientConnectionManager.create(
                DefaultSchemePortResolver.INSTANCE,
                new Checked(request),
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register("https", tls)
                        .build(),
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(HEADER_LIMITS)
                        .build());
        connection.setConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .setSocketTimeout((int) deadline.toMillis(), TimeUnit.MILLISECONDS)
                .build());
        return HttpClients.custom()
                .setConnectionManager(connection)
                .setUserAgent("camel-mtasts")
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .build();
    }

    /** Gives the addresses that were checked, so that what is connected to is what was checked. */
    private record Checked(PolicyRequest request) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            if (!host.equals(request.domain().policyHost().toString())) {
                throw new UnknownHostException(host);
            }
            return request.addresses().toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    private FetchResult timeout() {
        return new FetchResult.Failed(
                FetchFailure.TIMEOUT, "the policy host did not answer in full within " + deadline.toSeconds() + " s");
    }

    private FetchResult failed(Exception failure) {
        String detail = Untrusted.text(String.valueOf(failure.getMessage()), 200);
        if (isAboutCertificate(failure)) {
            return new FetchResult.Failed(
                    FetchFailure.CERTIFICATE, "the certificate of the policy host is not valid for it: " + detail);
        }
        if (failure instanceof SSLException) {
            return new FetchResult.Failed(FetchFailure.TLS, "TLS with the policy host failed: " + detail);
        }
        if (failure instanceof InterruptedIOException) {
            return timeout();
        }
        return failure instanceof SocketException
                ? new FetchResult.Failed(FetchFailure.UNREACHABLE, "the policy host does not answer: " + detail)
                : new FetchResult.Failed(FetchFailure.PROTOCOL, "the policy host did not speak HTTP: " + detail);
    }

    private static boolean isAboutCertificate(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }
}
