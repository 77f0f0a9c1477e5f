package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A listening socket that gives every connection a daemon thread of its own. Closing it closes the connections too,
 * which ends their threads.
 */
final class TcpListener implements AutoCloseable {
    /** Speaks with one client; the socket is closed when it returns or throws. */
    interface Conversation {
        void hold(Socket client) throws IOException;
    }

    private static final int BACKLOG = 512;

    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(2); // a bound, not an expectation

    private final ServerSocket server;
    private final Conversation conversation;
    private final String name;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    private TcpListener(ServerSocket server, Conversation conversation, String name) {
        this.server = server;
        this.conversation = conversation;
        this.name = name;
        this.acceptor = DaemonThread.start(name, this::acceptAll);
    }

    static TcpListener open(InetSocketAddress address, String name, Conversation conversation) throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.bind(address, BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot listen on " + address + " for " + name, e);
        }
        return new TcpListener(server, conversation, name);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        closeQuietly(server);
        clients.forEach(TcpListener::closeQuietly);
        try {
            // the kernel frees the port only when the thread has left accept()
            acceptor.join(LONGEST_FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                clients.add(client);
                DaemonThread.start(name + " connection", () -> serve(client));
            } catch (IOException e) {
                // closed, which ends the loop, or a client that left before it was accepted
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            // close() may have run between accept and registration
            if (!server.isClosed()) {
                client.setTcpNoDelay(true);
                conversation.hold(client);
            }
        } catch (IOException e) {
            // the client left, or the server was closed: the end of a conversation like any other
        } finally {
            clients.remove(client);
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // nothing can be done about a socket that does not close
        }
    }
}
