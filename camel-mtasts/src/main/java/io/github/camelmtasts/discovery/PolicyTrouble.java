package io.github.camelmtasts.discovery;

import java.time.Instant;
import java.util.Optional;

import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;

/**
 * A policy that could not be had or renewed: what a domain's owner learns of by reports (RFC 8461 section 6), and an operator
 * by logs and health.
 *
 * @param domain     the policy domain
 * @param resultType under which reports count it (RFC 8460 section 4.3)
 * @param detail     the sentence for a person: what failed, and who can mend it
 * @param inForce    the policy that stays in force meanwhile; empty if there is none
 * @param failures   how many times in a row it failed; above one only for a refresh in the background
 * @param at         when
 */
public record PolicyTrouble(
        DomainName domain, String resultType, String detail, Optional<CachedPolicy> inForce, int failures, Instant at) {

    /** Hears of troubles, on whichever thread has them; must not throw and must not wait. */
    @FunctionalInterface
    public interface Listener {

        /** Somebody could not have a policy. */
        void heard(PolicyTrouble trouble);
    }
}
