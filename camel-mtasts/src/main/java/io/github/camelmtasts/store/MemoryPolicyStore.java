package io.github.camelmtasts.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;

/** Keeps policies until the process ends; a restart forgets them, and trusts the next first answer. */
public final class MemoryPolicyStore implements PolicyStore {

    /**
     * In characters, which are a byte or two each: some 100,000 domains with texts of the usual 200 characters. Whoever
     * sends mail to many domains with texts of 64 KB fills no more memory than that.
     */
    static final long MAX_WEIGHT = 50_000_000;

    /** In characters; what an entry costs beside its text, so that short texts are bounded in number. */
    private static final int WEIGHT_OF_ENTRY = 300;

    private record Key(DomainName domain, Dialect dialect) {}

    private final Cache<Key, StoredPolicy> policies = Caffeine.newBuilder()
            .maximumWeight(MAX_WEIGHT)
            .weigher((Key key, StoredPolicy policy) ->
                    WEIGHT_OF_ENTRY + policy.text().length())
            .build();

    @Override
    public Optional<StoredPolicy> find(DomainName domain, Dialect dialect) {
        return Optional.ofNullable(policies.getIfPresent(new Key(domain, dialect)));
    }

    @Override
    public void save(StoredPolicy policy) {
        policies.asMap()
                .merge(
                        new Key(policy.domain(), policy.dialect()),
                        policy,
                        (kept, later) -> later.fetchedAt().isBefore(kept.fetchedAt()) ? kept : later);
    }

    @Override
    public void remove(DomainName domain) {
        for (Dialect dialect : Dialect.values()) {
            policies.invalidate(new Key(domain, dialect));
        }
    }

    @Override
    public void redate(StoredPolicy policy, Instant fetchedAt) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void hadMail(PolicyKey key, Instant at) {}

    @Override
    public List<PolicyKey> due(Instant now, Instant mailSince, Optional<PolicyKey> after, int limit) {
        return List.of();
    }

    @Override
    public List<StoredPolicy> list(Optional<PolicyKey> after, int limit) {
        return List.of();
    }

    /** The weight of what is kept, after all that is due to go has gone. */
    long weight() {
        policies.cleanUp();
        return policies.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
