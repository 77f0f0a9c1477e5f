package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's policies, parsed, in front of the store. What it holds carries on while the store is down. */
final class PolicyCache {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyCache.class);

    /**
     * In patterns, a policy itself counting as one more: some 100,000 domains of the usual one pattern, and at most about
     * 100 MB if all names are of the greatest length. What has no room is read from the store again.
     */
    static final long MAX_WEIGHT = 200_000;

    private record Key(DomainName domain, Dialect dialect) {

        static Key of(CachedPolicy policy) {
            return new Key(policy.domain(), policy.policy().dialect());
        }
    }

    private final PolicyStore store;
    private final StoreOutage outage;
    private final Cache<Key, CachedPolicy> parsed = Caffeine.newBuilder()
            .maximumWeight(MAX_WEIGHT)
            .weigher((Key key, CachedPolicy policy) ->
                    1 + policy.policy().mxPatterns().size())
            .build();

    PolicyCache(PolicyStore store, Clock clock) {
        this.store = store;
        this.outage = new StoreOutage(clock);
    }

    /**
     * What is known, whatever DNS and HTTPS say now: of the policies that are in force, the one whose dialect comes first. A
     * policy in memory carries on although the store cannot say whether it has one of an earlier dialect.
     */
    Kept kept(Inquiry inquiry, Instant now) {
        Kept found = new Kept.Nothing();
        for (Dialect dialect : inquiry.choice().dialects()) {
            Kept next = kept(new Key(inquiry.domain(), dialect), now);
            if (next instanceof Kept.InForce) {
                return next;
            }
            if (next instanceof Kept.Unreadable) {
                found = next;
            }
        }
        return found;
    }

    private Kept kept(Key key, Instant now) {
        return inMemory(key, now)
                .<Kept>map(Kept.InForce::new)
                .or(() -> outage.inForce().map(Kept.Unreadable::new))
                .orElseGet(() -> fromStore(key, now));
    }

    /** The policy fetched earlier that is still in force, for those to whom an unreadable store is as good as an empty one. */
    Optional<CachedPolicy> inForce(Inquiry inquiry, Instant now) {
        return kept(inquiry, now).inForce();
    }

    /** A policy that cannot be stored applies all the same, until the process ends. */
    void keep(StoredPolicy fetched, CachedPolicy policy) {
        parsed.put(Key.of(policy), policy);
        try {
            store.save(fetched);
        } catch (StoreUnavailableException failure) {
            outage.warn(failure);
        }
    }

    private Optional<CachedPolicy> inMemory(Key key, Instant now) {
        return Optional.ofNullable(parsed.getIfPresent(key)).filter(policy -> policy.usableAt(now));
    }

    private Kept fromStore(Key key, Instant now) {
        try {
            Optional<CachedPolicy> found =
                    store.find(key.domain(), key.dialect()).flatMap(PolicyCache::read);
            found.ifPresent(this::remember);
            outage.ends();
            return found.filter(policy -> policy.usableAt(now))
                    .<Kept>map(Kept.InForce::new)
                    .orElseGet(Kept.Nothing::new);
        } catch (StoreUnavailableException failure) {
            outage.begins(failure);
            return new Kept.Unreadable(String.valueOf(failure.getMessage()));
        }
    }

    /** What was read a while ago does not displace what was fetched meanwhile. */
    private void remember(CachedPolicy stored) {
        parsed.asMap()
                .merge(
                        Key.of(stored),
                        stored,
                        (before, read) -> read.fetchedAt().isBefore(before.fetchedAt()) ? before : read);
    }

    private static Optional<CachedPolicy> read(StoredPolicy row) {
        try {
            return Optional.of(new CachedPolicy(
                    row.domain(), row.recordId(), PolicyParser.of(row.dialect()).parse(row.text()), row.fetchedAt()));
        } catch (PolicySyntaxException altered) {
            LOG.warn(
                    "The stored policy of {} cannot be read and is fetched anew: {}",
                    row.domain(),
                    altered.getMessage());
            return Optional.empty();
        }
    }

    /** The weight of what is in memory, after all that is due to go has gone. */
    long weight() {
        parsed.cleanUp();
        return parsed.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
