package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Where the authority says which certificates it has revoked: OCSP and revocation lists, over HTTP as usual. What is said of a
 * certificate stands in the addresses that the certificate names, so that this server remembers nothing. Thread-safe.
 */
public final class RevocationServer implements AutoCloseable {

    private static final String OCSP = "/ocsp/";
    private static final String CRL = "/crl/";
    private static final String OF_ROOT = "root";

    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final ShutdownSignal shutdown;
    private final Journal<String> requests = new Journal<>();
    private final ExecutorService threads;
    private final HttpServer http;
    private final StatusIssuer issuer;

    private RevocationServer(InetAddress address, ShutdownSignal shutdown, Clock clock) throws IOException {
        this.shutdown = shutdown;
        this.http = HttpServer.create(new InetSocketAddress(address, 0), 0);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "revocation server");
            thread.setDaemon(true);
            return thread;
        });
        this.issuer = new StatusIssuer(TestAuthority.trusted(), address(CRL + OF_ROOT + "/0"), clock);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    static RevocationServer start(InetAddress address, ShutdownSignal shutdown, Clock clock) throws IOException {
        return new RevocationServer(address, shutdown, clock);
    }

    /** The paths that were asked for, in order: {@code /ocsp/revoked/...}, {@code /crl/good/...}, {@code /crl/root/0}. */
    public List<String> requests() {
        return requests.entries();
    }

    /** Stops listening and lets go of those who were kept waiting. */
    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    void reset() {
        requests.clear();
    }

    /** Makes a certificate that names this server. */
    IssuedCertificate issue(CertificateSigner subject, CertificateShape shape) {
        return issuer.issue(
                subject,
                shape,
                serial -> new StatusAddresses(
                        addressOf(OCSP, shape.status().ocsp(), serial),
                        addressOf(CRL, shape.status().crl(), serial)));
    }

    private String addressOf(String way, CertificateStatus.Source source, BigInteger serial) {
        return source == CertificateStatus.Source.NONE
                ? ""
                : address(way + source.name().toLowerCase(Locale.ROOT) + "/" + serial);
    }

    private String address(String path) {
        InetSocketAddress here = http.getAddress();
        return URI.create("http://" + here.getAddress().getHostAddress() + ":" + here.getPort() + path)
                .toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            requests.add(path);
            String[] parts = path.substring(1).split("/", 4); // way, what to say, serial, question
            switch (parts[1]) {
                case "failing" -> exchange.sendResponseHeaders(500, -1);
                case "hanging" -> shutdown.pause(FOR_EVER);
                default -> send(exchange, statement(parts, exchange));
            }
        }
    }

    private byte[] statement(String[] parts, HttpExchange exchange) throws IOException {
        boolean revoked = parts[1].equals("revoked");
        if (parts[0].equals("ocsp")) {
            return issuer.ocsp(question(parts, exchange), revoked);
        }
        Set<BigInteger> serials = revoked ? Set.of(new BigInteger(parts[2])) : Set.of();
        return parts[1].equals(OF_ROOT) ? issuer.listOfRoot() : issuer.list(serials);
    }

    /** Short questions come in the path (RFC 6960 appendix A.1). */
    private static byte[] question(String[] parts, HttpExchange exchange) throws IOException {
        return exchange.getRequestMethod().equals("GET")
                ? Base64.getDecoder().decode(URLDecoder.decode(parts[3], StandardCharsets.US_ASCII))
                : exchange.getRequestBody().readAllBytes();
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
