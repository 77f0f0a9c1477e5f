package io.github.camelmtasts.discovery;

import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * When the policies of a domain were removed last, like the tombstones of a shared store: what was fetched before, and is still on
 * its way into memory, does not come back.
 */
final class Removals {

    private static final int MAX_DOMAINS = 10_000;

    private final Cache<DomainName, Instant> last =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    /** To be told before anything is removed. */
    void removed(DomainName domain, Instant now) {
        last.put(domain, now);
    }

    /** Whether this policy was fetched before its domain's were removed. */
    boolean isOutdated(CachedPolicy policy) {
        Instant removedAt = last.getIfPresent(policy.domain());
        return removedAt != null && policy.fetchedAt().isBefore(removedAt);
    }

    /** The one of these that was fetched later; of two at the same time the second. */
    static CachedPolicy later(@Nullable CachedPolicy before, CachedPolicy read) {
        return before != null && read.fetchedAt().isBefore(before.fetchedAt()) ? before : read;
    }
}
