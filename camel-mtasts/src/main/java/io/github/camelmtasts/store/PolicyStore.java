package io.github.camelmtasts.store;

import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;

/**
 * The door to where fetched policies are kept, one for each domain and dialect: a policy of one dialect never takes the
 * place of one of the other. Safe for use by many threads. A store that does not answer throws {@link
 * StoreUnavailableException}: "cannot tell" must not look like "none".
 */
public interface PolicyStore {

    /**
     * The policy of this dialect that is kept for the domain, expired or not.
     *
     * @throws StoreUnavailableException if the store cannot be read now
     */
    Optional<StoredPolicy> find(DomainName domain, Dialect dialect);

    /**
     * Keeps the policy in place of the domain's former one of the same dialect, unless that was fetched later.
     *
     * @throws StoreUnavailableException if the store cannot be written now
     */
    void save(StoredPolicy policy);

    /**
     * Forgets the domain's policies, whatever their dialect. After a failure some may be left; a removal can be repeated.
     *
     * @throws StoreUnavailableException if the store cannot be written now
     */
    void remove(DomainName domain);
}
