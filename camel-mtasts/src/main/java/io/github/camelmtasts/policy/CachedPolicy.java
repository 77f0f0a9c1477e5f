package io.github.camelmtasts.policy;

import java.time.Instant;
import java.util.Objects;

/**
 * A policy with what is known of its fetch. It stays in force until it expires, whatever DNS or HTTPS say or fail to say
 * meanwhile (RFC 8461 section 3.3 and 10.2). No record, since there may be a million: an {@link Instant} of each would cost
 * more than what it holds.
 */
public final class CachedPolicy {

    private final DomainName domain;
    private final String recordId;
    private final Policy policy;
    private final long fetchedAtSecond;
    private final int fetchedAtNano;

    /**
     * @param domain    the policy domain
     * @param recordId  the id of the TXT record that announced it
     * @param policy    the policy
     * @param fetchedAt when it last came over HTTPS; only that counts for its life
     */
    public CachedPolicy(DomainName domain, String recordId, Policy policy, Instant fetchedAt) {
        this.domain = domain;
        this.recordId = recordId;
        this.policy = policy;
        this.fetchedAtSecond = fetchedAt.getEpochSecond();
        this.fetchedAtNano = fetchedAt.getNano();
    }

    /** The policy domain. */
    public DomainName domain() {
        return domain;
    }

    /** The id of the TXT record that announced it. */
    public String recordId() {
        return recordId;
    }

    public Policy policy() {
        return policy;
    }

    /** When it last came over HTTPS; only that counts for its life. */
    public Instant fetchedAt() {
        return Instant.ofEpochSecond(fetchedAtSecond, fetchedAtNano);
    }

    /** The first instant at which it is no longer in force. */
    public Instant expiresAt() {
        return fetchedAt().plus(policy.maxAge());
    }

    /** Whether it is in force at this instant; false for {@code max_age: 0}, which serves one delivery alone. */
    public boolean usableAt(Instant now) {
        long lastSecond = fetchedAtSecond + policy.maxAgeSeconds(); // without an Instant, as each mail asks
        return now.getEpochSecond() < lastSecond
                || (now.getEpochSecond() == lastSecond && now.getNano() < fetchedAtNano);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CachedPolicy that
                && domain.equals(that.domain)
                && recordId.equals(that.recordId)
                && policy.equals(that.policy)
                && fetchedAt().equals(that.fetchedAt());
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, recordId, policy, fetchedAt());
    }

    @Override
    public String toString() {
        return "policy of " + domain + " by record " + recordId + ", fetched at " + fetchedAt() + ": " + policy;
    }
}
