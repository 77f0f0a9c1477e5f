package io.github.camelmtasts.policy;

import java.time.Instant;

/**
 * A policy with what is known of its fetch. It stays in force until it expires, whatever DNS or HTTPS say or fail to say
 * meanwhile (RFC 8461 section 3.3 and 10.2).
 *
 * @param domain    the policy domain
 * @param recordId  the id of the TXT record that announced it
 * @param policy    the policy
 * @param fetchedAt when it last came over HTTPS; only that counts for its life
 */
public record CachedPolicy(DomainName domain, String recordId, Policy policy, Instant fetchedAt) {

    /** The first instant at which it is no longer in force. */
    public Instant expiresAt() {
        return fetchedAt.plus(policy.maxAge());
    }

    /** Whether it is in force at this instant; false for {@code max_age: 0}, which serves one delivery alone. */
    public boolean usableAt(Instant now) {
        return now.isBefore(expiresAt());
    }
}
