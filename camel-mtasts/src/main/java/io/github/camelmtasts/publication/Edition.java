package io.github.camelmtasts.publication;

import java.time.Instant;
import java.util.Optional;

/**
 * A policy on its way through a roll-over.
 *
 * @param policy      what is served
 * @param servedSince when it was first served
 * @param verifiedAt  when each address of the policy host was first seen to serve it
 * @param announcedAt when its record was first seen in DNS
 * @param replacedAt  when each address was seen to serve another one; empty while one may still serve this
 */
public record Edition(
        PublishedPolicy policy,
        Instant servedSince,
        Optional<Instant> verifiedAt,
        Optional<Instant> announcedAt,
        Optional<Instant> replacedAt) {

    static Edition servedFrom(Instant now, PublishedPolicy policy) {
        return new Edition(policy, now, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Edition verified(Instant now) {
        return new Edition(policy, servedSince, Optional.of(now), announcedAt, replacedAt);
    }

    Edition announced(Instant now) {
        return new Edition(policy, servedSince, verifiedAt, Optional.of(now), replacedAt);
    }

    Edition replaced(Instant now) {
        return replacedAt.isPresent()
                ? this
                : new Edition(policy, servedSince, verifiedAt, announcedAt, Optional.of(now));
    }

    /** Since some address was seen to serve another one, or to serve this one again. */
    Edition doubted() {
        return new Edition(policy, servedSince, Optional.empty(), announcedAt, Optional.empty());
    }

    boolean isHeldAt(Instant now) {
        return heldUntil(now).isAfter(now);
    }

    /** Until when some sender may go by it: who fetched it last keeps it for max_age (RFC 8461 section 3.2). */
    Instant heldUntil(Instant now) {
        return replacedAt.orElse(now).plus(policy.policy().maxAge());
    }
}
