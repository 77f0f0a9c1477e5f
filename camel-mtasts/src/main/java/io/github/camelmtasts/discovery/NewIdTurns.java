package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Bounds how often a domain in force makes us fetch by announcing id after id; an honest owner changes it once. */
final class NewIdTurns {

    private static final int MAX_FETCHES = 3;

    private static final Duration WITHIN = Duration.ofMinutes(5);

    private static final int MAX_DOMAINS = 100_000;

    private final Cache<Inquiry, List<Instant>> fetches =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    /** Whether one more fetch for a new id may be done now; if so, it counts. */
    boolean take(Inquiry inquiry, Instant now) {
        AtomicBoolean taken = new AtomicBoolean();
        fetches.asMap().compute(inquiry, (same, before) -> {
            List<Instant> recent = before == null
                    ? List.of()
                    : before.stream()
                            .filter(at -> now.isBefore(at.plus(WITHIN)))
                            .toList();
            taken.set(recent.size() < MAX_FETCHES);
            return taken.get() ? Stream.concat(recent.stream(), Stream.of(now)).toList() : recent;
        });
        return taken.get();
    }
}
