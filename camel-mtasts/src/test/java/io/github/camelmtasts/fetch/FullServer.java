package io.github.camelmtasts.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Listens and accepts nobody, with a queue that is full: a connection to it neither comes about nor is refused. */
final class FullServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> queue = new ArrayList<>();

    FullServer() throws IOException {
        try {
            while (true) {
                Socket waiting = new Socket();
                queue.add(waiting);
                waiting.connect(new InetSocketAddress(listener.getInetAddress(), port()), 200);
            }
        } catch (SocketTimeoutException full) {
            // as it should be
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket waiting : queue) {
            waiting.close();
        }
        listener.close();
    }
}
