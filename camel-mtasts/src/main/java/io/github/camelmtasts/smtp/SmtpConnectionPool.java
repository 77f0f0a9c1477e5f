package io.github.camelmtasts.smtp;

import java.time.Duration;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.TlsDemand;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions open between mails. A session serves only those who want the same host at the same address, with the same
 * proof; what policy it must meet is asked again at each use. How many there may be,
 * {@link ConnectionTurns} says. Safe for use by many threads.
 */
final class SmtpConnectionPool implements AutoCloseable {

    /** Longer, and many hosts hang up first. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(30);

    /** Bounds how long a connection outlives a change in DNS, in the trust store or in a certificate. */
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    /** Idle for less, it is taken to be alive without asking. */
    private static final Duration SURELY_ALIVE = Duration.ofSeconds(1);

    private record Key(MxTarget target, boolean verified, boolean encrypted, SmtpSettings settings) {
        static Key of(MxTarget target, TlsDemand demand, SmtpSettings settings) {
            return new Key(target, demand.mustVerify(), demand.mustEncrypt(), settings.ofEveryMail());
        }
    }

    private record Idle(MxSession session, long openedNanos, long sinceNanos) {
        boolean isOld(long now) {
            return now - sinceNanos > MAX_IDLE.toNanos() || now - openedNanos > MAX_AGE.toNanos();
        }
    }

    private final ConcurrentMap<Key, Deque<Idle>> idle = new ConcurrentHashMap<>();
    private final AtomicInteger idleCount = new AtomicInteger();
    private final ConcurrentMap<MxSession, Long> opened = new ConcurrentHashMap<>();
    private final int mailsPerConnection;
    private final Future<?> sweep;
    private volatile boolean closed;

    /**
     * An empty pool.
     *
     * @param mailsPerConnection a host that wants fewer says so by 421, and loses nothing by it
     */
    SmtpConnectionPool(int mailsPerConnection, ScheduledExecutorService timer) {
        this.mailsPerConnection = mailsPerConnection;
        this.sweep = timer.scheduleWithFixedDelay(
                Round.of("The end of connections that are idle for long", this::closeOld), 5, 5, TimeUnit.SECONDS);
    }

    /** A kept session that still answers; empty if a new one must be opened. */
    Optional<MxSession> take(MxTarget target, TlsDemand demand, SmtpSettings settings) {
        Deque<Idle> kept = idle.get(Key.of(target, demand, settings));
        for (Idle next = pollYoungest(kept); next != null; next = pollYoungest(kept)) {
            long now = System.nanoTime();
            boolean fresh = now - next.sinceNanos() < SURELY_ALIVE.toNanos();
            if (!next.isOld(now) && (fresh || next.session().isAlive())) {
                return Optional.of(next.session());
            }
            drop(next.session());
        }
        return Optional.empty();
    }

    private @Nullable Idle pollYoungest(@Nullable Deque<Idle> kept) {
        return kept == null ? null : counted(kept.pollLast());
    }

    private @Nullable Idle counted(@Nullable Idle removed) {
        if (removed != null) {
            idleCount.decrementAndGet();
        }
        return removed;
    }

    /** Notes a new session as in use; {@link #giveBack} or {@link #drop} must follow. */
    MxSession opened(MxSession session) {
        opened.put(session, System.nanoTime());
        return session;
    }

    /** Idle ones, and those in use. */
    int size() {
        return opened.size();
    }

    /** Those with this host at this address, idle or in use, for whatever mails. */
    int sessionsWith(MxTarget target) {
        return (int) opened.keySet().stream()
                .map(MxSession::target)
                .filter(other -> other.address().equals(target.address()) && other.port() == target.port())
                .count();
    }

    void giveBack(MxSession session, TlsDemand demand) {
        Long openedAt = opened.get(session);
        boolean worn = session.transactions() >= mailsPerConnection;
        if (closed || openedAt == null || !session.isReusable() || worn) {
            drop(session);
            return;
        }
        Idle entry = new Idle(session, openedAt, System.nanoTime());
        idleCount.incrementAndGet();
        idle.compute(Key.of(session.target(), demand, session.settings()), (key, sessions) -> added(sessions, entry));
        if (closed) {
            dropIdle();
        }
    }

    /** Before another session is opened in this turn, those that are too many with it are ended, longest idle first. */
    void makeRoom(ConnectionTurns.Turn turn) {
        keepAtMost(turn.spareAtHost(), turn::isFor);
        if (idleCount.get() > turn.spareInAll()) {
            keepAtMost(turn.spareInAll(), everyHost -> true);
        }
    }

    private void keepAtMost(int most, Predicate<MxTarget> where) {
        List<Deque<Idle>> there = idle.entrySet().stream()
                .filter(host -> where.test(host.getKey().target()))
                .map(Map.Entry::getValue)
                .toList();
        for (int surplus = there.stream().mapToInt(Deque::size).sum() - most; surplus > 0; surplus--) {
            there.stream()
                    .filter(kept -> kept.peekFirst() != null)
                    .min(Comparator.comparingLong(SmtpConnectionPool::idleSince))
                    .map(kept -> counted(kept.pollFirst()))
                    .ifPresent(eldest -> drop(eldest.session()));
        }
    }

    private static long idleSince(Deque<Idle> kept) {
        Idle eldest = kept.peekFirst();
        return eldest == null ? Long.MAX_VALUE : eldest.sinceNanos();
    }

    private static Deque<Idle> added(@Nullable Deque<Idle> sessions, Idle entry) {
        Deque<Idle> kept = sessions == null ? new ConcurrentLinkedDeque<>() : sessions;
        kept.addLast(entry);
        return kept;
    }

    void drop(MxSession session) {
        opened.remove(session);
        session.quit();
    }

    private void closeOld() {
        long now = System.nanoTime();
        for (Deque<Idle> kept : idle.values()) {
            kept.stream().filter(each -> each.isOld(now)).toList().forEach(old -> removeAndDrop(kept, old));
        }
        idle.keySet().forEach(key -> idle.computeIfPresent(key, (host, kept) -> kept.isEmpty() ? null : kept));
    }

    private void removeAndDrop(Deque<Idle> kept, Idle old) {
        if (kept.remove(old)) {
            counted(old);
            drop(old.session());
        }
    }

    /** Ends idle sessions now, and those in use as they are given back: before or after they are put away. */
    @Override
    public void close() {
        closed = true;
        sweep.cancel(false);
        dropIdle();
    }

    private void dropIdle() {
        idle.values().forEach(kept -> {
            for (Idle each = counted(kept.pollFirst()); each != null; each = counted(kept.pollFirst())) {
                drop(each.session());
            }
        });
    }
}
