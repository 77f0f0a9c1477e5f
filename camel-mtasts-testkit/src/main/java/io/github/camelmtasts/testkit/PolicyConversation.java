package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/** One connection to the policy server: handshake, request, response, end. */
final class PolicyConversation {
    private static final String UNNAMED = "mta-sts.invalid";
    private static final byte[] FILLER =
            "x_filler: and so on, and so on, and so on\r\n".repeat(16).getBytes(StandardCharsets.US_ASCII);

    private final Socket client;
    private final PolicyServer server;
    private final TestAuthority authority;
    private final ShutdownSignal shutdown;

    PolicyConversation(Socket client, PolicyServer server, TestAuthority authority, ShutdownSignal shutdown) {
        this.client = client;
        this.server = server;
        this.authority = authority;
        this.shutdown = shutdown;
    }

    void hold() throws IOException {
        ClientHello hello = ClientHello.read(client.getInputStream());
        Optional<String> sni = hello.serverNames().stream().findFirst();
        sni.ifPresent(server::connected);
        String host = sni.orElse(UNNAMED);
        TlsOffer offer = server.shelf().tls(host);
        try (SSLSocket tls = offer.handshake(client, hello, authority, host).socket()) {
            PolicyRequest request = new HttpRequestReader(tls.getInputStream()).read(sni.orElse(null));
            server.requested(request);
            respond(tls, request);
        }
    }

    private void respond(SSLSocket tls, PolicyRequest request) throws IOException {
        @Nullable
        PolicyFile file = server.shelf().find(request.host(), request.path()).orElse(null);
        if (file == null) {
            tls.getOutputStream().write(HttpReply.NOT_FOUND.head(Map.of("Connection", "close", "Content-Length", "0")));
        } else if (file.pace().hanging()) {
            waitForClient(tls);
        } else if (shutdown.pause(file.pace().delay())) {
            write(file, tls.getOutputStream(), server.written(request.host()));
        }
    }

    private static void waitForClient(SSLSocket tls) throws IOException {
        tls.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void write(PolicyFile file, OutputStream out, AtomicLong written) throws IOException {
        byte[] body = file.bodyBytes();
        out.write(file.reply().head(defaultHeaders(file, body.length)));
        if (!file.reply().hasBody()) {
            return;
        }
        Duration drip = file.pace().drip();
        boolean goOn = writeBody(body, drip, out, written);
        while (goOn && file.pace().endless()) {
            goOn = writeBody(FILLER, drip, out, written);
        }
    }

    private boolean writeBody(byte[] octets, Duration drip, OutputStream out, AtomicLong written) throws IOException {
        int step = drip.isZero() ? octets.length : 1;
        for (int start = 0; start < octets.length; start += step) {
            if (!shutdown.pause(drip)) {
                return false;
            }
            out.write(octets, start, step);
            written.addAndGet(step);
        }
        return true;
    }

    private static Map<String, String> defaultHeaders(PolicyFile file, int length) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", file.format().mediaType());
        headers.put("Connection", "close");
        if (!file.pace().endless()) {
            headers.put("Content-Length", String.valueOf(length));
        }
        return headers;
    }
}
