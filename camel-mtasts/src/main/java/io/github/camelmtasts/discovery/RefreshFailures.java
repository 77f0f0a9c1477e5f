package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.store.PolicyKey;

/** Policies that could not be renewed in the background, and when each is tried again. */
final class RefreshFailures {

    /** After the first failure; it doubles with each further one. */
    static final Duration FIRST_PAUSE = Duration.ofHours(1);

    private static final Duration MAX_PAUSE = Duration.ofDays(1);

    private static final int MAX_POLICIES = 100_000;

    /** A row of failures without a success between. */
    record Row(int count, Instant since, Instant next, String detail) {}

    private final Cache<PolicyKey, Row> rows =
            Caffeine.newBuilder().maximumSize(MAX_POLICIES).build();

    boolean isDue(PolicyKey key, Instant now) {
        return Optional.ofNullable(rows.getIfPresent(key))
                .map(row -> !now.isBefore(row.next()))
                .orElse(true);
    }

    /** Notes one more failure and gives the row as it is now. */
    Row failed(PolicyKey key, Instant now, String detail) {
        return rows.asMap()
                .merge(
                        key,
                        new Row(1, now, now.plus(FIRST_PAUSE), detail),
                        (before, first) -> new Row(
                                before.count() + 1, before.since(), now.plus(pauseAfter(before.count() + 1)), detail));
    }

    private static Duration pauseAfter(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        return pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
    }

    void succeeded(PolicyKey key) {
        rows.invalidate(key);
    }

    /** A row goes with the wish to renew its policy. */
    void keepOnly(Predicate<PolicyKey> wanted) {
        rows.asMap().keySet().removeIf(wanted.negate());
    }

    Map<PolicyKey, Row> all() {
        return new TreeMap<>(rows.asMap());
    }
}
