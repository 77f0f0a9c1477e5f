package io.github.camelmtasts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** Passes bytes on between clients and one server, each half a round trip later: what is far away, on one machine. */
final class DelayingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final long delayNanos;

    private record Piece(ByteBuffer bytes, long dueNanos) {}

    /** A proxy at the server's own address, on a free port. */
    DelayingProxy(InetSocketAddress server, Duration roundTrip) throws IOException {
        this.server = server;
        this.delayNanos = roundTrip.toNanos() / 2;
        this.listener = new ServerSocket(0, 50, server.getAddress());
        run(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            Socket behind = new Socket(server.getAddress(), server.getPort());
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            pass(client, behind);
            pass(behind, client);
        }
    }

    /** One direction; what arrives later does not wait until what came before has gone on. */
    private void pass(Socket from, Socket to) {
        BlockingQueue<Piece> underWay = new LinkedBlockingQueue<>();
        run(() -> {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[16_384];
            int length = in.read(buffer);
            for (; length >= 0; length = in.read(buffer)) {
                underWay.add(new Piece(ByteBuffer.wrap(Arrays.copyOf(buffer, length)), System.nanoTime() + delayNanos));
            }
            underWay.add(new Piece(ByteBuffer.allocate(0), System.nanoTime() + delayNanos));
        });
        run(() -> {
            OutputStream out = to.getOutputStream();
            for (Piece next = underWay.take(); next.bytes().hasRemaining(); next = underWay.take()) {
                while (next.dueNanos() - System.nanoTime() > 0) {
                    LockSupport.parkNanos(next.dueNanos() - System.nanoTime());
                }
                out.write(next.bytes().array());
            }
            to.shutdownOutput();
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
