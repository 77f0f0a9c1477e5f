package io.github.camelmtasts.smtp;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.smtp.LearntAllowances.Place;
import org.jspecify.annotations.Nullable;

/**
 * Lets no more mails to a host at a time than there may be connections, in the order in which they came. Who waits for one host
 * holds up nobody who wants another. A host that turns a mail away while others are with it gets fewer for a while, and that
 * mail waits for its next turn. Safe for use by many threads.
 */
final class ConnectionTurns {

    private static final class Host {
        private final HostTurns turns;
        private int users; // changed under the map's lock of this entry alone

        Host(HostTurns turns) {
            this.turns = turns;
        }
    }

    private final ConnectionLimits limits;
    private final ConnectionListener listener;
    private final Clock clock;
    private final Semaphore freeInAll;
    private final LearntAllowances learnt;
    private final ConcurrentMap<Place, Host> hosts = new ConcurrentHashMap<>();
    private final AtomicLong arrivals = new AtomicLong();
    private volatile boolean closed;

    ConnectionTurns(ConnectionLimits limits, ConnectionListener listener, Clock clock) {
        this.limits = limits;
        this.listener = listener;
        this.clock = clock;
        this.freeInAll = new Semaphore(limits.inAll(), true);
        this.learnt = new LearntAllowances(limits.perHost(), clock);
    }

    /** What is done in a turn. */
    @FunctionalInterface
    interface Work<T> {
        T in(Turn turn) throws SessionFailed;
    }

    /** The right to use one connection with a host, until closed or given way. */
    final class Turn implements AutoCloseable {

        private final Place place;
        private final Host host;
        private boolean gaveWay;

        private Turn(Place place, Host host) {
            this.place = place;
            this.host = host;
        }

        boolean isFor(MxTarget target) {
            return place.equals(placeOf(target));
        }

        /** How many idle connections the host may have beside those in use. */
        int spareAtHost() {
            return host.turns.spare();
        }

        /** How many idle connections there may be beside those in use. */
        int spareInAll() {
            return freeInAll.availablePermits();
        }

        /**
         * If the host said "later" before any mail, and others are with it, they may be the reason: then the turn is over, and comes
         * again.
         *
         * @param open sessions with the host that are open, idle ones too
         * @return what came of it in the end, or until then
         */
        SessionFailed giveWayIfLater(SessionFailed refusal, int open) {
            gaveWay = refusal.saysLater() && host.turns.giveWay(open, clock.instant());
            if (!gaveWay) {
                return refusal;
            }
            learnt.learn(place, host.turns.allowance());
            return refusal.toBeTriedInAnotherTurn();
        }

        private void took() {
            HostAllowance before = host.turns.allowance();
            host.turns.took(clock.instant());
            HostAllowance now = host.turns.allowance();
            if (!now.equals(before)) {
                learnt.learn(place, now);
            }
        }

        @Override
        public void close() {
            freeInAll.release();
            if (!gaveWay) {
                host.turns.giveBack();
            }
            leave(place);
        }
    }

    private static Place placeOf(MxTarget target) {
        return new Place(target.address(), target.port());
    }

    /**
     * Does this in its turn; and again in another turn, before those who came later, if the host turned it away because of others.
     *
     * @throws SessionFailed if no turn comes in time, we are about to stop, or the work failed for another reason
     */
    <T> T inTurn(MxTarget target, Work<T> work) throws SessionFailed {
        long arrival = arrivals.incrementAndGet();
        long until = System.nanoTime() + limits.patience().toNanos();
        Turn turn = take(target, arrival, until);
        while (true) {
            try (Turn taken = turn) {
                T result = work.in(taken);
                taken.took();
                return result;
            } catch (SessionFailed refusal) {
                if (!refusal.comesAgain()) {
                    throw refusal;
                }
                turn = takeAgain(target, arrival, until, refusal);
            }
        }
    }

    /** If there is none in time, what the host said is what happened. */
    private Turn takeAgain(MxTarget target, long arrival, long until, SessionFailed refusal) throws SessionFailed {
        if (System.nanoTime() - until >= 0) {
            throw refusal;
        }
        try {
            return take(target, arrival, until);
        } catch (SessionFailed late) {
            throw late.failure().reason() == FailureReason.OUT_OF_TIME ? refusal : late;
        }
    }

    /** As {@link #inTurn}, for a turn that the caller closes. */
    Turn take(MxTarget target) throws SessionFailed {
        return take(
                target,
                arrivals.incrementAndGet(),
                System.nanoTime() + limits.patience().toNanos());
    }

    private Turn take(MxTarget target, long arrival, long until) throws SessionFailed {
        Place place = placeOf(target);
        Host host = hosts.compute(place, (key, known) -> joined(key, known));
        if (!acquire(host.turns, arrival, until)) {
            leave(place);
            throw busy("all " + host.turns.allowance().sessions() + " connections with " + target.name()
                    + " (maxConnectionsPerHost)");
        }
        if (!acquire(freeInAll, until)) {
            host.turns.giveBack();
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

    private Host joined(Place place, @Nullable Host known) {
        Host host = known == null ? new Host(new HostTurns(limits.perHost(), learnt.of(place))) : known;
        host.users++;
        return host;
    }

    private void leave(Place place) {
        hosts.computeIfPresent(place, (key, host) -> --host.users == 0 ? null : host);
    }

    private boolean acquire(HostTurns turns, long arrival, long until) {
        try {
            if (turns.tryTake(arrival)) {
                return true;
            }
            listener.waits();
            return turns.take(arrival, until);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
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
