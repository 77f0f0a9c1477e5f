package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreChanges;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;

/**
 * The policy store, with an eye on whether it can be read and written. Writing is what changes policies: that a lease can be
 * had does not mean that a policy is kept. A database that refuses one policy has answered.
 */
final class WatchedStore implements PolicyStore {

    private final PolicyStore store;
    private final ContactBook reads;
    private final ContactBook writes;
    private final MissingPolicies missing;

    WatchedStore(PolicyStore store, Tally tally) {
        this.store = store;
        this.reads = tally.storeReads();
        this.writes = tally.storeWrites();
        this.missing = tally.missing();
    }

    private static <T> T noting(ContactBook contact, Supplier<T> access) {
        try {
            T answer = access.get();
            contact.answered();
            return answer;
        } catch (StoreUnavailableException down) {
            if (down.isAboutOnePolicy()) {
                contact.answered();
            } else {
                contact.failed(String.valueOf(down.getMessage()));
            }
            throw down;
        }
    }

    private void write(Runnable access) {
        noting(writes, () -> {
            access.run();
            return true;
        });
    }

    @Override
    public Optional<StoredPolicy> find(DomainName domain, Dialect dialect) {
        return noting(reads, () -> store.find(domain, dialect));
    }

    /** A policy that cannot be stored is in force all the same. */
    @Override
    public void save(StoredPolicy policy) {
        missing.came(policy.domain());
        write(() -> store.save(policy));
    }

    @Override
    public void redate(StoredPolicy policy, Instant fetchedAt) {
        write(() -> store.redate(policy, fetchedAt));
    }

    @Override
    public void remove(DomainName domain) {
        write(() -> store.remove(domain));
    }

    @Override
    public void forget(StoredPolicy expired, Duration age) {
        write(() -> store.forget(expired, age));
    }

    @Override
    public void forgetRemovals(Duration age) {
        write(() -> store.forgetRemovals(age));
    }

    @Override
    public void hadMail(PolicyKey key, Instant at) {
        store.hadMail(key, at);
    }

    @Override
    public List<PolicyKey> due(Instant now, Instant mailSince, Optional<PolicyKey> after, int limit) {
        return noting(reads, () -> store.due(now, mailSince, after, limit));
    }

    @Override
    public List<StoredPolicy> list(Optional<PolicyKey> after, int limit) {
        return noting(reads, () -> store.list(after, limit));
    }

    @Override
    public StoreChanges changesSince(StoreChanges before) {
        return noting(reads, () -> store.changesSince(before));
    }

    @Override
    public boolean lease(DomainName domain, String holder, Instant now, Instant until) {
        return store.lease(domain, holder, now, until);
    }

    @Override
    public void release(DomainName domain, String holder) {
        store.release(domain, holder);
    }
}
