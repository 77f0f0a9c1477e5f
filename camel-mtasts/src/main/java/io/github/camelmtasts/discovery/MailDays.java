package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.store.PolicyKey;

/** Tells which mail under a policy is worth a note in the store: one in some hours, not each. */
final class MailDays {

    /** Much less than a day, within which a policy that had mail is not pushed out of memory. */
    private static final Duration BETWEEN_NOTES = Duration.ofHours(6);

    private static final int MAX_POLICIES = 100_000;

    private final Cache<PolicyKey, Instant> noted =
            Caffeine.newBuilder().maximumSize(MAX_POLICIES).build();

    boolean isWorthANote(PolicyKey key, Instant now) {
        Instant before = noted.getIfPresent(key);
        if (before != null && now.isBefore(before.plus(BETWEEN_NOTES))) {
            return false;
        }
        noted.put(key, now);
        return true;
    }

    /** The note was lost; the next mail makes another. */
    void forget(PolicyKey key) {
        noted.invalidate(key);
    }
}
