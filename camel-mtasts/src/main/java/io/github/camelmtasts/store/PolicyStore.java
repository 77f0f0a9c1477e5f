package io.github.camelmtasts.store;

import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;

/**
 * The door to where fetched policies are kept, one for each domain. Safe for use by many threads. A store that does not
 * answer throws {@link StoreUnavailableException}: "cannot tell" must not look like "none".
 */
public interface PolicyStore {

    /**
     * The policy kept for the domain, expired or not.
     *
     * @throws StoreUnavailableException if the store cannot be read now
     */
    Optional<StoredPolicy> find(DomainName domain);

    /**
     * Keeps the policy in place of the domain's former one, unless that was fetched later.
     *
     * @throws StoreUnavailableException if the store cannot be written now
     */
    void save(StoredPolicy policy);

    /**
     * Forgets the domain's policy.
     *
     * @throws StoreUnavailableException if the store cannot be written now
     */
    void remove(DomainName domain);
}
