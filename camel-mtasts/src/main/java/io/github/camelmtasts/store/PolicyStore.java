package io.github.camelmtasts.store;

import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;

/** The door to where fetched policies are kept, one for each domain. Safe for use by many threads. */
public interface PolicyStore {

    /** The policy kept for the domain, expired or not. */
    Optional<StoredPolicy> find(DomainName domain);

    /** Keeps the policy in place of the domain's former one, unless that was fetched later. */
    void save(StoredPolicy policy);

    /** Forgets the domain's policy. */
    void remove(DomainName domain);
}
