package io.github.camelmtasts.discovery;

import java.util.Optional;

import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;

/**
 * What one endpoint wants to know. Endpoints of one component share their memory, and those that speak other dialects ask
 * another question: neither an answer to it nor a failure is theirs.
 *
 * @param domain the policy domain
 * @param choice the dialects that the endpoint speaks
 */
record Inquiry(DomainName domain, DialectChoice choice) {

    /** What is left to ask while this policy is in force, see {@link DialectChoice#beside}. */
    Inquiry beside(Optional<CachedPolicy> inForce) {
        return inForce.map(
                        kept -> new Inquiry(domain, choice.beside(kept.policy().dialect())))
                .orElse(this);
    }

    Dialect firstDialect() {
        return choice.dialects().get(0);
    }
}
