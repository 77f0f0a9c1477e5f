package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.store.PolicyKey;

/** Of which domains the store had no policy, and when it said so: that bridges a short outage of the store. */
final class SeenEmpty {

    /** So long, another node that shares the store may have put one there unseen. */
    static final Duration BRIDGE = Duration.ofMinutes(5);

    private static final int MAX_POLICIES = 100_000;

    private final Cache<PolicyKey, Instant> seen =
            Caffeine.newBuilder().maximumSize(MAX_POLICIES).build();

    /** The store answered. */
    void saw(PolicyKey key, Kept found, Instant now) {
        if (found instanceof Kept.Nothing) {
            seen.put(key, now);
        } else {
            forget(key);
        }
    }

    /** There is one now. */
    void forget(PolicyKey key) {
        seen.invalidate(key);
    }

    /** Whether the store said a short time ago that it has none. */
    boolean isRecent(PolicyKey key, Instant now) {
        Instant at = seen.getIfPresent(key);
        return at != null && !now.isBefore(at) && now.isBefore(at.plus(BRIDGE));
    }
}
