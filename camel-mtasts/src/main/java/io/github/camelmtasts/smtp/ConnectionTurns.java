package io.github.camelmtasts.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MxTarget;
import org.jspecify.annotations.Nullable;

/**
 * Lets no more mails to a host at a time than there may be connections, in the order in which they came. Who waits for one host
 * holds up nobody who wants another. Safe for use by many threads.
 */
final class ConnectionTurns {

    private record Place(InetAddress address, int port) {
        static Place of(MxTarget target) {
            return new Place(target.address(), target.port());
        }
    }

    private static final class Host {
        private final Semaphore free;
        private int users; // changed under the map's lock of this entry alone

        Host(int connections) {
            this.free = new Semaphore(connections, true);
        }
    }

    private final ConnectionLimits limits;
    private final ConnectionListener listener;
    private final Semaphore freeInAll;
    private final ConcurrentMap<Place, Host> hosts = new ConcurrentHashMap<>();
    private volatile boolean closed;

    ConnectionTurns(ConnectionLimits limits, ConnectionListener listener) {
        this.limits = limits;
        this.listener = listener;
        this.freeInAll = new Semaphore(limits.inAll(), true);
    }

    /** The right to use one connection with a host, until closed. */
    final class Turn implements AutoCloseable {

        private final Place place;
        private final Host host;

        private Turn(Place place, Host host) {
            this.place = place;
            this.host = host;
        }

        boolean isFor(MxTarget target) {
            return place.equals(Place.of(target));
        }

        /** How many idle connections the host may have beside those in use. */
        int spareAtHost() {
            return host.free.availablePermits();
        }

        /** How many idle connections there may be beside those in use. */
        int spareInAll() {
            return freeInAll.availablePermits();
        }

        @Override
        public void close() {
            freeInAll.release();
            host.free.release();
            leave(place);
        }
    }

    /**
     * Waits for its turn.
     *
     * @throws SessionFailed if it does not come in time, or we are about to stop
     */
    Turn take(MxTarget target) throws SessionFailed {
        Place place = Place.of(target);
        Host host = hosts.compute(place, (key, known) -> joined(known));
        long until = System.nanoTime() + limits.patience().toNanos();
        if (!acquire(host.free, until)) {
            leave(place);
            throw busy("all " + limits.perHost() + " connections with " + target.name() + " (maxConnectionsPerHost)");
        }
        if (!acquire(freeInAll, until)) {
            host.free.release();
            leave(place);
            throw busy("all " + limits.inAll() + " connections (maxConnections)");
        }
        Turn turn = new Turn(place, host);
        if (closed) {
            turn.close();
            throw stopping();
        }
        return turn;
    }

    private Host joined(@Nullable Host known) {
        Host host = known == null ? new Host(limits.perHost()) : known;
        host.users++;
        return host;
    }

    private void leave(Place place) {
        hosts.computeIfPresent(place, (key, host) -> --host.users == 0 ? null : host);
    }

    private boolean acquire(Semaphore free, long until) {
        try {
            if (free.tryAcquire(0, TimeUnit.NANOSECONDS)) { // unlike the one without a time, it overtakes nobody
                return true;
            }
            listener.waits();
            return free.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private SessionFailed busy(String what) {
        if (Thread.currentThread().isInterrupted()) {
            return stopping();
        }
        listener.waitedInVain();
        return new SessionFailed(
                FailureReason.OUT_OF_TIME,
                what + " were in use for " + limits.patience().toSeconds() + " s");
    }

    private static SessionFailed stopping() {
        return new SessionFailed(FailureReason.LOCAL_ERROR, "the component is stopping, so no host is asked");
    }

    int taken() {
        return limits.inAll() - freeInAll.availablePermits();
    }

    /** Gives no more turns, and waits until those that are taken are over, but no longer than this. */
    void close(Duration atMost) {
        closed = true;
        try {
            if (freeInAll.tryAcquire(limits.inAll(), atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                freeInAll.release(limits.inAll()); // who waits still is told
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
