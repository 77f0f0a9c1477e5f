package io.github.camelmtasts.discovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoredPolicy;

/** A store that keeps nothing, for tests that look at one call. */
class StoreOfNothing implements PolicyStore {

    @Override
    public Optional<StoredPolicy> find(DomainName domain, Dialect dialect) {
        return Optional.empty();
    }

    @Override
    public void save(StoredPolicy policy) {}

    @Override
    public void redate(StoredPolicy policy, Instant fetchedAt) {}

    @Override
    public void remove(DomainName domain) {}

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
}
