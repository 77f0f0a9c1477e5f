package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.store.PolicyKey;

/** Tells which mail under a policy is worth a note in the store: the first after each fetch, and one in some hours. */
final class MailDays {

    /** Much less than a day, within which a policy that had mail is not pushed out of memory. */
    private static final Duration BETWEEN_NOTES = Duration.ofHours(6);

    private static final int MAX_POLICIES = 100_000;

    private record Note(Instant fetchedAt, Instant at) {}

    private final Cache<PolicyKey, Note> notes =
            Caffeine.newBuilder().maximumSize(MAX_POLICIES).build();

    /** A policy that was fetched anew may have lost its note, with the one that was there before. */
    boolean isWorthANote(PolicyKey key, Instant fetchedAt, Instant now) {
        Note before = notes.getIfPresent(key);
        if (before != null
                && before.fetchedAt().equals(fetchedAt)
                && now.isBefore(before.at().plus(BETWEEN_NOTES))) {
            return false;
        }
        notes.put(key, new Note(fetchedAt, now));
        return true;
    }

    /** The note was lost; the next mail makes another. */
    void forget(PolicyKey key) {
        notes.invalidate(key);
    }
}
