package io.github.camelmtasts.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Sends datagrams, each from a socket and a port of its own, and waits for the one that answers. All sockets are used by one
 * daemon thread, so that an interrupt of a caller closes none; the thread ends when there is nothing to wait for.
 */
final class DatagramDoor {

    /** For all questions of this class loader, however many resolvers there are. */
    static final DatagramDoor SHARED = new DatagramDoor();

    private static final int MAX_DATAGRAM = 65535;

    /** How long the thread waits for another question before it ends. */
    private static final long IDLE_MILLIS = 2_000;

    private final Queue<Exchange> beginning = new ConcurrentLinkedQueue<>();
    private @Nullable Selector open; // under the lock of this object

    /** One datagram out, and those that come back. */
    private record Exchange(
            InetSocketAddress server, ByteBuffer query, Predicate<byte[]> isAnswer, CompletableFuture<byte[]> answer) {}

    /**
     * Sends this packet.
     *
     * @param isAnswer which packets from the server's address and port answer it; all others are dropped, and waited on
     *                 (RFC 5452 section 9.1)
     * @return the answer, or an {@link IOException}; there is no time-out, cancelling it closes the socket
     */
    CompletableFuture<byte[]> exchange(InetSocketAddress server, byte[] query, Predicate<byte[]> isAnswer) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        beginning.add(new Exchange(server, ByteBuffer.wrap(query), isAnswer, answer));
        try {
            wake();
        } catch (IOException noSelector) {
            answer.completeExceptionally(noSelector);
        }
        return answer;
    }

    private synchronized void wake() throws IOException {
        if (open == null) {
            Selector selector = Selector.open();
            open = selector;
            Thread thread = new Thread(() -> serve(selector), "mtasts-dns");
            thread.setDaemon(true);
            thread.start();
        }
        open.wakeup();
    }

    private void serve(Selector selector) {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);
        try (selector) {
            do {
                beginAll(selector);
                selector.select(key -> receive(key, buffer), IDLE_MILLIS);
            } while (!hasEnded(selector));
        } catch (IOException | RuntimeException | Error broken) {
            failAll(selector, broken);
        }
    }

    private synchronized boolean hasEnded(Selector selector) {
        if (selector.keys().isEmpty() && beginning.isEmpty()) {
            open = null;
            return true;
        }
        return false;
    }

    /** Those who asked hear of it at once; the next question gets a new thread. */
    private synchronized void failAll(Selector selector, Throwable broken) {
        open = null;
        for (Exchange waiting = beginning.poll(); waiting != null; waiting = beginning.poll()) {
            waiting.answer().completeExceptionally(new IOException("sockets cannot be used", broken));
        }
        for (SelectionKey key : selector.keys()) {
            ((Exchange) key.attachment())
                    .answer()
                    .completeExceptionally(new IOException("sockets cannot be used", broken));
        }
    }

    private void beginAll(Selector selector) {
        for (Exchange exchange = beginning.poll(); exchange != null; exchange = beginning.poll()) {
            begin(exchange, selector);
        }
    }

    private static void begin(Exchange exchange, Selector selector) {
        try {
            DatagramChannel channel = DatagramChannel.open();
            var unused = exchange.answer().whenComplete((packet, failure) -> close(channel, selector));
            // connected: the system drops what comes from another address or port, and reports one that is closed
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, exchange);
            channel.connect(exchange.server());
            channel.write(exchange.query());
        } catch (IOException | RuntimeException unusable) {
            exchange.answer().completeExceptionally(unusable);
        }
    }

    private static void receive(SelectionKey key, ByteBuffer buffer) {
        Exchange exchange = (Exchange) key.attachment();
        buffer.clear();
        try {
            ((DatagramChannel) key.channel()).read(buffer);
        } catch (IOException refused) {
            exchange.answer().completeExceptionally(refused);
            return;
        }
        byte[] packet = new byte[buffer.flip().remaining()];
        buffer.get(packet);
        if (exchange.isAnswer().test(packet)) {
            exchange.answer().complete(packet);
        }
    }

    private static void close(DatagramChannel channel, Selector selector) {
        try {
            channel.close();
        } catch (IOException leftToTheSystem) {
            // nothing is read from it any more
        }
        selector.wakeup(); // which lets go of the port
    }
}
