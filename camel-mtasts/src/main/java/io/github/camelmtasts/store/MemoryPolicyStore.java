package io.github.camelmtasts.store;

import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.DomainName;

/** Keeps policies until the process ends; a restart forgets them, and trusts the next first answer. */
public final class MemoryPolicyStore implements PolicyStore {

    private static final int MAX_DOMAINS = 100_000;

    private final Cache<DomainName, StoredPolicy> policies =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    @Override
    public Optional<StoredPolicy> find(DomainName domain) {
        return Optional.ofNullable(policies.getIfPresent(domain));
    }

    @Override
    public void save(StoredPolicy policy) {
        policies.asMap()
                .merge(
                        policy.domain(),
                        policy,
                        (kept, later) -> later.fetchedAt().isBefore(kept.fetchedAt()) ? kept : later);
    }

    @Override
    public void remove(DomainName domain) {
        policies.invalidate(domain);
    }
}
