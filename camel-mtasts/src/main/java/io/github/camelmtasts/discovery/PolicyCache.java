package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.CachedPolicy;
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

    private static final int MAX_DOMAINS = 100_000;

    private final PolicyStore store;
    private final StoreOutage outage;
    private final Cache<DomainName, CachedPolicy> parsed =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    PolicyCache(PolicyStore store, Clock clock) {
        this.store = store;
        this.outage = new StoreOutage(clock);
    }

    /** What is known, whatever DNS and HTTPS say now. */
    Kept kept(DomainName domain, Instant now) {
        return inMemory(domain, now)
                .<Kept>map(Kept.InForce::new)
                .or(() -> outage.inForce().map(Kept.Unreadable::new))
                .orElseGet(() -> fromStore(domain, now));
    }

    /** The policy fetched earlier that is still in force, for those to whom an unreadable store is as good as an empty one. */
    Optional<CachedPolicy> inForce(DomainName domain, Instant now) {
        return kept(domain, now).inForce();
    }

    /** A policy that cannot be stored applies all the same, until the process ends. */
    void keep(StoredPolicy fetched, CachedPolicy policy) {
        parsed.put(policy.domain(), policy);
        try {
            store.save(fetched);
        } catch (StoreUnavailableException failure) {
            outage.warn(failure);
        }
    }

    private Optional<CachedPolicy> inMemory(DomainName domain, Instant now) {
        return Optional.ofNullable(parsed.getIfPresent(domain)).filter(policy -> policy.usableAt(now));
    }

    private Kept fromStore(DomainName domain, Instant now) {
        try {
            Optional<CachedPolicy> found = store.find(domain).flatMap(PolicyCache::read);
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
                        stored.domain(),
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
}
