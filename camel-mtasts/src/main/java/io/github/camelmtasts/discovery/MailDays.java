package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;

/**
 * Gathers which policies had mail, and tells the store later: no mail waits for that. Worth a note are the first mail after each
 * fetch, and one in some hours; what is not told when the process dies is lost, which makes a policy look a little less used
 * than it is.
 */
final class MailDays {

    /** Much less than a day, within which a policy that had mail is not pushed out of memory. */
    private static final Duration BETWEEN_NOTES = Duration.ofHours(6);

    private static final int MAX_POLICIES = 100_000;

    private record Note(Instant fetchedAt, Instant at) {}

    private final Cache<PolicyKey, Note> notes =
            Caffeine.newBuilder().maximumSize(MAX_POLICIES).build();
    private final ConcurrentMap<PolicyKey, Instant> untold = new ConcurrentHashMap<>();

    /** A policy that was fetched anew may have lost its note, with the one that was there before. */
    void hadMail(PolicyKey key, Instant fetchedAt, Instant now) {
        Note before = notes.getIfPresent(key);
        if (before == null
                || !before.fetchedAt().equals(fetchedAt)
                || !now.isBefore(before.at().plus(BETWEEN_NOTES))) {
            notes.put(key, new Note(fetchedAt, now));
            if (untold.size() < MAX_POLICIES) {
                untold.put(key, now);
            }
        }
    }

    /**
     * Tells what is not told yet.
     *
     * @throws StoreUnavailableException if the store does not answer; what is left is told next time
     */
    void tell(PolicyStore store) {
        untold.forEach((key, at) -> {
            store.hadMail(key, at);
            untold.remove(key, at);
        });
    }
}
