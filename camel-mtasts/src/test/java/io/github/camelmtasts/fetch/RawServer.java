package io.github.camelmtasts.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocket;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.jspecify.annotations.Nullable;

/** A policy host that breaks the rules below HTTP: serves one connection with the octets that a test writes. */
final class RawServer implements AutoCloseable {

    /** What happens on the connection; it is closed afterwards. */
    interface Behaviour {
        void serve(Socket client, RawServer server) throws IOException;
    }

    private final ServerSocket listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Socket client;

    private RawServer(ServerSocket listener) {
        this.listener = listener;
    }

    static RawServer of(Behaviour behaviour) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            RawServer server = new RawServer(listener);
            Thread thread = new Thread(() -> server.serve(behaviour), "raw server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    /** Completes the handshake with a valid certificate and reads the request before it misbehaves. */
    static RawServer afterRequest(LoopbackInternet internet, String policyHost, Behaviour behaviour) {
        var context = internet.authority()
                .issue(ServerCertificate.valid(), policyHost)
                .sslContext();
        return of((plain, server) -> {
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true)) {
                readHead(tls.getInputStream());
                behaviour.serve(tls, server);
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Writes one octet at a time, again and again, until the client has gone. */
    void drip(OutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; !pause(); i = (i + 1) % octets.length) {
            out.write(octets[i]);
            out.flush();
        }
    }

    /** Says nothing until the client has gone or the test is over. */
    void sayNothing(Socket client) throws IOException {
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** Ends the connection below TLS, as anybody on the way can: the host does not say that it has ended. */
    void cut() throws IOException {
        Socket client = this.client;
        if (client != null) {
            client.shutdownOutput();
            client.close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
        } catch (IOException cannotClose) {
            throw new UncheckedIOException(cannotClose);
        }
    }

    private void serve(Behaviour behaviour) {
        try (Socket accepted = listener.accept()) {
            client = accepted;
            accepted.setTcpNoDelay(true);
            behaviour.serve(accepted, this);
        } catch (IOException clientHasGone) {
            // the end of a conversation like any other
        }
    }

    /** Whether the test is over; the pace of what drips, not a wait for something to happen. */
    private boolean pause() throws IOException {
        try {
            return closed.await(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            throw new IOException(stopping);
        }
    }

    private static void readHead(InputStream in) throws IOException {
        for (int ends = 0; ends < 2; ) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("no request");
            }
            ends = octet == '\n' ? ends + 1 : octet == '\r' ? ends : 0;
        }
    }
}
