package io.github.camelmtasts.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What was seen, in order. Thread-safe; readers get copies. */
final class Journal<T> {
    private final List<T> entries = new ArrayList<>();

    synchronized void add(T entry) {
        entries.add(entry);
        notifyAll();
    }

    synchronized void clear() {
        entries.clear();
    }

    synchronized List<T> entries() {
        return List.copyOf(entries);
    }

    synchronized List<T> entries(Predicate<T> wanted) {
        return entries.stream().filter(wanted).toList();
    }

    /** Waits until there are that many entries, or the time is over, and returns what there is. */
    synchronized List<T> await(int count, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (long left = limit.toNanos(); entries.size() < count && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(entries);
    }
}
