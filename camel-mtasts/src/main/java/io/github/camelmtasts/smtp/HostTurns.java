package io.github.camelmtasts.smtp;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The turns at one host, in the order in which mails came for the first time. Safe for use by many threads. */
final class HostTurns {

    private final ReentrantLock lock = new ReentrantLock();
    private final int most;

    // all under the lock
    private final NavigableMap<Long, Condition> waiting = new TreeMap<>();
    private HostAllowance allowance;
    private int inUse;

    /**
     * Turns of which none is taken.
     *
     * @param most      what our own limits allow
     * @param allowance what the host is known to take
     */
    HostTurns(int most, HostAllowance allowance) {
        this.most = most;
        this.allowance = allowance;
    }

    /** Takes a turn if one is free and belongs to nobody who came before. */
    boolean tryTake(long arrival) {
        lock.lock();
        try {
            boolean first = waiting.isEmpty() || arrival < waiting.firstKey();
            return first && takeIfFree();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a turn; false if there is none until then, by {@link System#nanoTime}. */
    boolean take(long arrival, long until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Condition due = lock.newCondition();
            waiting.put(arrival, due);
            while (waiting.firstKey() != arrival || !takeIfFree()) {
                if (due.awaitNanos(until - System.nanoTime()) <= 0) {
                    return false;
                }
            }
            return true;
        } finally {
            waiting.remove(arrival);
            wakeNext();
            lock.unlock();
        }
    }

    private boolean takeIfFree() {
        boolean free = inUse < allowance.sessions();
        inUse += free ? 1 : 0;
        return free;
    }

    private void wakeNext() {
        if (!waiting.isEmpty() && inUse < allowance.sessions()) {
            waiting.firstEntry().getValue().signal();
        }
    }

    /** Ends a turn. */
    void giveBack() {
        lock.lock();
        try {
            inUse--;
            wakeNext();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a turn in which the host turned us away, if others may be why: then it takes no more than those.
     *
     * @param open sessions with the host that are open, idle ones too
     * @return false if there are no others, and the turn goes on
     */
    boolean giveWay(int open, Instant now) {
        lock.lock();
        try {
            int others = Math.max(inUse - 1, open);
            if (others < 1) {
                return false;
            }
            inUse--;
            allowance = allowance.turnedAwayBeside(others, now);
            wakeNext();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The host has taken a mail. */
    void took(Instant now) {
        lock.lock();
        try {
            allowance = allowance.took(most, now);
            wakeNext();
        } finally {
            lock.unlock();
        }
    }

    /** How many more sessions the host may have beside those in use. */
    int spare() {
        lock.lock();
        try {
            return Math.max(0, allowance.sessions() - inUse);
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    HostAllowance allowance() {
        lock.lock();
        try {
            return allowance;
        } finally {
            lock.unlock();
        }
    }
}
