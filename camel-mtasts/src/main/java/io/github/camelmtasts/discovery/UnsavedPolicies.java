package io.github.camelmtasts.discovery;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;

/**
 * Policies that the store could not take when they were fetched. Until it takes them they apply on this node only, and a restart
 * forgets them. Thread-safe.
 */
final class UnsavedPolicies {

    /** With texts of the greatest length these are 64 MB; what has no room waits for its next fetch. */
    private static final int MAX_POLICIES = 1_000;

    private final BlockingQueue<StoredPolicy> waiting = new ArrayBlockingQueue<>(MAX_POLICIES);

    void add(StoredPolicy policy) {
        waiting.offer(policy);
    }

    boolean contains(PolicyKey key) {
        return waiting.stream().anyMatch(policy -> policy.key().equals(key));
    }

    void forget(DomainName domain) {
        waiting.removeIf(policy -> policy.domain().equals(domain));
    }

    /**
     * Saves what waits. One that fails goes behind the others, lest it stand in their way for ever.
     *
     * @throws StoreUnavailableException if one fails; the rest waits on
     */
    void saveIn(PolicyStore store) {
        for (StoredPolicy next = waiting.poll(); next != null; next = waiting.poll()) {
            try {
                store.save(next);
            } catch (StoreUnavailableException failure) {
                add(next);
                throw failure;
            }
        }
    }
}
