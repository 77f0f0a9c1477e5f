package io.github.camelmtasts.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** An HTTP proxy that knows CONNECT alone, and knows where all policy hosts are. */
public final class ConnectProxy implements AutoCloseable {

    public static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

    private final ServerSocket listener;
    private final int policyPort;
    private final Function<List<String>, String> answer;
    private final List<List<String>> requests = Collections.synchronizedList(new ArrayList<>());

    /** A proxy that answers each request, its lines, with this head; it opens the way behind a positive one. */
    public ConnectProxy(int policyPort, Function<List<String>, String> answer) {
        this.policyPort = policyPort;
        this.answer = answer;
        try {
            listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
        start(this::acceptAll);
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** The lines of each request's head. */
    public List<List<String>> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException cannotClose) {
            throw new UncheckedIOException(cannotClose);
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> serve(client));
            } catch (IOException closed) {
                // ends the loop
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            List<String> request = head(in);
            while (!request.isEmpty()) { // a client that was asked who it is may ask again
                requests.add(request);
                String head = answer.apply(request);
                client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                if (head.startsWith("HTTP/1.1 200")) {
                    passOn(in, client);
                    return;
                }
                request = head(in);
            }
        } catch (IOException clientHasGone) {
            // the end of a conversation like any other
        }
    }

    private void passOn(InputStream in, Socket client) throws IOException {
        try (Socket host = new Socket(InetAddress.getLoopbackAddress(), policyPort)) {
            start(() -> copy(in, host));
            host.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static void copy(InputStream in, Socket host) {
        try {
            OutputStream out = host.getOutputStream();
            in.transferTo(out);
        } catch (IOException hasGone) {
            // the end of a conversation like any other
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        return lines;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "connect proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
