package io.github.camelmtasts.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;

/**
 * Fetches over HTTPS by the rules of RFC 8461 section 3.3: certificate by DNS-ID alone, no redirect, no cache, status 200
 * only. Every fetch has a client of its own: nothing of one host (connection, cookie, address) can reach the next.
 */
public final class HttpsPolicyFetcher implements PolicyFetcher {

    /** In bytes; RFC 8461 section 3.3 suggests 64 KB. */
    static final int MAX_BODY = 64 * 1024;

    /** From the first packet to the last byte; RFC 8461 section 3.3 suggests one minute. */
    static final Duration DEADLINE = Duration.ofMinutes(1);

    private final FetchClients clients;
    private final FetchSettings settings;
    private final Duration deadline;
    private final FetchBreakdown breakdown;
    private final ScheduledExecutorService timer;

    /**
     * A fetcher that trusts what the context trusts.
     *
     * @param sslContext decides which authorities are trusted
     * @param timer      cuts fetches off at the deadline
     */
    public HttpsPolicyFetcher(SSLContext sslContext, FetchSettings settings, ScheduledExecutorService timer) {
        this(sslContext, settings, timer, DEADLINE);
    }

    /**
     * A fetcher that trusts these authorities, and tells by the certificates that a policy host shows why it trusts them not.
     *
     * @param timer cuts fetches off at the deadline
     */
    public static HttpsPolicyFetcher trusting(
            X509TrustManager authorities, FetchSettings settings, ScheduledExecutorService timer) {
        return new HttpsPolicyFetcher(new ExplainingTrustManager(authorities).context(), settings, timer);
    }

    HttpsPolicyFetcher(
            SSLContext sslContext, FetchSettings settings, ScheduledExecutorService timer, Duration deadline) {
        this.clients = new FetchClients(PolicyHostTls.trusting(sslContext), settings.proxy(), deadline);
        this.settings = settings;
        this.deadline = deadline;
        this.breakdown = new FetchBreakdown(settings.proxy(), deadline);
        this.timer = timer;
    }

    @Override
    public FetchResult fetch(PolicyRequest request) {
        return fetch(request, head -> {});
    }

    /** The same; {@code witness} gets to see the head of the answer, if one comes. */
    FetchResult fetch(PolicyRequest request, Consumer<AnswerHead> witness) {
        HttpGet get = new HttpGet(request.dialect().wellKnownPath());
        // RFC 9110 section 12.5.3: without this header a host may pack the answer, and nothing is unpacked here
        get.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        FetchCut cut = new FetchCut();
        Runnable tooLate = () -> {
            cut.make();
            get.abort();
        };
        try (CloseableHttpClient client = clients.forOne(request, cut)) {
            Future<?> deadlineTimer = timer.schedule(tooLate, deadline.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return exchange(client, get, request, witness);
            } finally {
                deadlineTimer.cancel(false);
            }
        } catch (IOException | IllegalStateException failure) {
            // an abort between two steps of HttpClient is an illegal state to it
            return cut.isMade() ? breakdown.timeout() : breakdown.of(failure);
        } catch (RejectedExecutionException stopping) {
            return breakdown.stopping();
        }
    }

    private FetchResult exchange(
            CloseableHttpClient client, HttpGet get, PolicyRequest request, Consumer<AnswerHead> witness)
            throws IOException {
        HttpHost host = new HttpHost("https", request.domain().policyHost().toString(), settings.port());
        HttpClientContext context = HttpClientContext.create();
        ClassicHttpResponse response = answer(client, host, get, context);
        try {
            if (context.getSSLSession() == null) { // nobody has proven to be the policy host
                return breakdown.refusedByProxy(response.getCode());
            }
            AnswerHead head = new AnswerHead(response);
            witness.accept(head);
            Optional<FetchResult.Failed> fault = head.fault(request.dialect(), settings.lenientMediaType());
            return fault.isPresent() ? fault.get() : policy(response);
        } finally {
            get.abort(); // closing the response instead would read on until the body ends, which it may never do
        }
    }

    private static ClassicHttpResponse answer(
            CloseableHttpClient client, HttpHost host, HttpGet get, HttpClientContext context) throws IOException {
        try {
            return client.executeOpen(host, get, context);
        } catch (SSLException | SocketException brokenOff) {
            if (context.getSSLSession() == null) {
                throw brokenOff;
            }
            throw new IOException(
                    "it closed the connection after the TLS handshake", brokenOff); // TLS as such has worked
        }
    }

    private static FetchResult policy(ClassicHttpResponse response) throws IOException {
        byte[] body = read(response);
        return body.length > MAX_BODY
                ? new FetchResult.Failed(FetchFailure.TOO_LARGE, "the policy is longer than " + MAX_BODY + " bytes")
                : new FetchResult.Fetched(new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] read(ClassicHttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return new byte[0];
        }
        InputStream body = response.getEntity().getContent(); // closed by the abort
        try {
            return body.readNBytes(MAX_BODY + 1);
        } catch (SSLException cut) {
            throw new IOException(cut.getMessage(), cut); // TLS as such has worked
        }
    }
}
