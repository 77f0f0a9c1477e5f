package io.github.camelmtasts.store;

import java.util.Comparator;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;

/**
 * What a policy is kept under: policies of the two dialects stand beside each other. Ordered by domain, then by the
 * dialect's name, code point by code point: so that a database can order them the same way.
 *
 * @param domain  the policy domain
 * @param dialect the form in which the policy was written
 */
public record PolicyKey(DomainName domain, Dialect dialect) implements Comparable<PolicyKey> {

    private static final Comparator<PolicyKey> ORDER = Comparator.comparing(PolicyKey::domain)
            .thenComparing(key -> key.dialect().name());

    @Override
    public int compareTo(PolicyKey other) {
        return ORDER.compare(this, other);
    }
}
