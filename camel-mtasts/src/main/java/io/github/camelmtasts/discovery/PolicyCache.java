package io.github.camelmtasts.discovery;

import java.time.Instant;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoredPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's policies, parsed, in front of the store. */
final class PolicyCache {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyCache.class);

    private static final int MAX_DOMAINS = 100_000;

    private final PolicyStore store;
    private final Cache<DomainName, CachedPolicy> parsed =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    PolicyCache(PolicyStore store) {
        this.store = store;
    }

    /** The policy fetched earlier that is still in force, whatever DNS and HTTPS say now. */
    Optional<CachedPolicy> inForce(DomainName domain, Instant now) {
        return Optional.ofNullable(parsed.getIfPresent(domain))
                .or(() -> fromStore(domain))
                .filter(policy -> policy.usableAt(now));
    }

    void keep(StoredPolicy fetched, CachedPolicy policy) {
        parsed.put(policy.domain(), policy);
        store.save(fetched);
    }

    private Optional<CachedPolicy> fromStore(DomainName domain) {
        Optional<CachedPolicy> policy = store.find(domain).flatMap(PolicyCache::read);
        policy.ifPresent(found -> parsed.put(domain, found));
        return policy;
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
