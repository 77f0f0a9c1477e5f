package io.github.camelmtasts.discovery;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;

/**
 * Policies that the store has not taken, one for each domain and dialect: the one fetched last. Until it takes them they apply
 * on this node only, and a restart forgets them. Thread-safe; nobody waits here for the store.
 */
final class UnsavedPolicies {

    /** With texts of the greatest length these are 64 MB; what has no room is in memory alone until its next fetch. */
    static final int MAX_POLICIES = 1_000;

    // mutable state, under the lock of this object; what is to be saved next comes first, which is what was fetched
    // first
    private final Map<PolicyKey, StoredPolicy> waiting = new LinkedHashMap<>();
    private long overflows;

    synchronized void add(StoredPolicy policy) {
        StoredPolicy before = waiting.get(policy.key());
        if (before == null && waiting.size() == MAX_POLICIES) {
            overflows++;
        } else if (before == null || !policy.fetchedAt().isBefore(before.fetchedAt())) {
            putLast(policy);
        }
    }

    private void putLast(StoredPolicy policy) {
        waiting.remove(policy.key());
        waiting.put(policy.key(), policy);
    }

    synchronized Optional<StoredPolicy> find(PolicyKey key) {
        return Optional.ofNullable(waiting.get(key));
    }

    /** The store has it; one with the same key that was fetched later waits on. */
    synchronized void remove(StoredPolicy saved) {
        waiting.remove(saved.key(), saved);
    }

    synchronized void forget(DomainName domain) {
        waiting.keySet().removeIf(key -> key.domain().equals(domain));
    }

    /** How many wait. */
    synchronized int size() {
        return waiting.size();
    }

    /** How many found no room since the start, so that neither the store nor this object knows of them. */
    synchronized long overflows() {
        return overflows;
    }

    /**
     * Saves what waits. One that fails goes behind the others, lest it stand in their way for ever.
     *
     * @throws StoreUnavailableException if one fails; the rest waits on
     */
    void saveIn(PolicyStore store) {
        for (Optional<StoredPolicy> next = first(); next.isPresent(); next = first()) {
            StoredPolicy policy = next.get();
            try {
                store.save(policy);
            } catch (StoreUnavailableException failure) {
                postpone(policy);
                throw failure;
            }
            remove(policy);
        }
    }

    private synchronized Optional<StoredPolicy> first() {
        Iterator<StoredPolicy> all = waiting.values().iterator();
        return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }

    /** Unless it was forgotten or replaced meanwhile. */
    private synchronized void postpone(StoredPolicy failed) {
        if (waiting.remove(failed.key(), failed)) {
            putLast(failed);
        }
    }
}
