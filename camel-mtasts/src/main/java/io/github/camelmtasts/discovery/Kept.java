package io.github.camelmtasts.discovery;

import java.time.Instant;
import java.util.Optional;

import io.github.camelmtasts.policy.CachedPolicy;

/** What memory and store know of a domain's policy. */
sealed interface Kept {

    /** A policy that was fetched earlier and has not expired. */
    record InForce(CachedPolicy policy) implements Kept {}

    /** One that has expired: it is fetched once more before it is forgotten, unless DNS says that there is no record. */
    record RanOut(CachedPolicy policy) implements Kept {}

    /** No policy. */
    record Nothing() implements Kept {}

    /** Memory has none, and the store did not answer: there may be one. */
    record Unreadable(String detail) implements Kept {}

    /** What a policy that was fetched earlier is worth now. */
    static Kept at(Instant now, CachedPolicy policy) {
        return policy.usableAt(now) ? new InForce(policy) : new RanOut(policy);
    }

    /** The policy that is known to be in force. */
    default Optional<CachedPolicy> inForce() {
        return this instanceof InForce kept ? Optional.of(kept.policy()) : Optional.empty();
    }

    /** Of several dialects without a policy in force: that one may be there counts for more than that one was. */
    default boolean saysMoreThan(Kept other) {
        return this instanceof Unreadable || (this instanceof RanOut && other instanceof Nothing);
    }
}
