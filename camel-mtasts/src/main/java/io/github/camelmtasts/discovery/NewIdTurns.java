package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

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
            List<Instant> recent = recent(before, now);
            taken.set(recent.size() < MAX_FETCHES);
            return taken.get() ? Stream.concat(recent.stream(), Stream.of(now)).toList() : recent;
        });
        return taken.get();
    }

    /** Whether {@link #take} would say yes. */
    boolean isLeft(Inquiry inquiry, Instant now) {
        return recent(fetches.getIfPresent(inquiry), now).size() < MAX_FETCHES;
    }

    private static List<Instant> recent(@Nullable List<Instant> before, Instant now) {
        return before == null
                ? List.of()
                : before.stream().filter(at -> now.isBefore(at.plus(WITHIN))).toList();
    }
}
