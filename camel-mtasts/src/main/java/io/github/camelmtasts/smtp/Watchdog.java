package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Hangs up on hosts that take too long. A socket's own time limit begins anew with every byte below TLS, and there is none
 * for writing; so every step has a limit here, and one thread looks once a second who has passed his.
 */
final class Watchdog implements AutoCloseable {

    private static final Duration ROUND = Duration.ofSeconds(1);

    private static final long NO_LIMIT = 0;

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Future<?> rounds;
    private volatile boolean closed;

    Watchdog(ScheduledExecutorService timer) {
        this.rounds = timer.scheduleWithFixedDelay(
                Round.of("The watch over slow hosts", this::look),
                ROUND.toMillis(),
                ROUND.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** One connection under watch; closing the watch ends it, and leaves the connection alone. */
    final class Watch implements AutoCloseable {

        private final Socket socket;
        private volatile long limit = NO_LIMIT;
        private volatile boolean hungUp;

        private Watch(Socket socket) {
            this.socket = socket;
        }

        /** The step that begins now may take so long. */
        void begin(Duration atMost) {
            limit = System.nanoTime() + atMost.toNanos() | 1; // never NO_LIMIT
        }

        /** The step is over. */
        void end() {
            limit = NO_LIMIT;
        }

        /** Whether the limit was passed, so that the connection is gone. */
        boolean hasHungUp() {
            return hungUp;
        }

        private void look(long now) {
            long until = limit;
            if (until != NO_LIMIT && now - until > 0) {
                hungUp = true;
                closeQuietly(socket);
            }
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }

    Watch over(Socket socket) {
        Watch watch = new Watch(socket);
        watches.add(watch);
        if (closed) {
            closeQuietly(socket);
        }
        return watch;
    }

    private void look() {
        long now = System.nanoTime();
        watches.forEach(watch ->
                Round.of("The end of a slow connection", () -> watch.look(now)).run());
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // there is nothing left to close
        }
    }

    /** Nobody looks any more, so that no connection may stay. */
    @Override
    public void close() {
        closed = true; // before the look at those that are there, so that none comes in between
        rounds.cancel(false);
        watches.forEach(watch -> closeQuietly(watch.socket));
    }
}
