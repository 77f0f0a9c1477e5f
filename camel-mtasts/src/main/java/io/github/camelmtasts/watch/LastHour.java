package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Counts what happened in the last hour, in a ring of minutes: this one and the 59 before it. Counting takes no lock that two
 * threads would share for long; nothing sweeps, for a minute that is too old is written over or not read.
 *
 * @param <K> the kinds of happenings; there must be few, since each minute may hold them all
 */
final class LastHour<K> {

    private static final int MINUTES = 60;

    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final class Minute<K> {
        private final long number; // since 1970
        private final ConcurrentMap<K, LongAdder> counts = new ConcurrentHashMap<>();

        Minute(long number) {
            this.number = number;
        }
    }

    private final InstantSource clock;
    private final AtomicReferenceArray<@Nullable Minute<K>> ring = new AtomicReferenceArray<>(MINUTES);

    LastHour(InstantSource clock) {
        this.clock = clock;
    }

    void add(K kind) {
        ConcurrentMap<K, LongAdder> counts = now().counts;
        LongAdder known = counts.get(kind); // takes no lock, unlike computeIfAbsent
        (known == null ? counts.computeIfAbsent(kind, first -> new LongAdder()) : known).increment();
    }

    private Minute<K> now() {
        long number = number();
        int place = Math.floorMod(number, MINUTES);
        Minute<K> there = ring.get(place);
        if (there != null && there.number == number) {
            return there;
        }
        Minute<K> begun = new Minute<>(number);
        return ring.compareAndSet(place, there, begun) ? begun : now();
    }

    private long number() {
        return Math.floorDiv(clock.millis(), MINUTE_MILLIS);
    }

    /** How often each kind happened; those that did not are left out. */
    Map<K, Long> counts() {
        long last = number();
        Map<K, Long> sums = new HashMap<>();
        for (int place = 0; place < MINUTES; place++) {
            Minute<K> minute = ring.get(place);
            if (minute != null && minute.number > last - MINUTES && minute.number <= last) {
                minute.counts.forEach((kind, count) -> sums.merge(kind, count.sum(), Long::sum));
            }
        }
        return sums;
    }
}
