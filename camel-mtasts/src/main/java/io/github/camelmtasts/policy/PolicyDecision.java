package io.github.camelmtasts.policy;

import java.util.Optional;
import java.util.function.Function;

/** What MTA-STS asks of one delivery to one policy domain, now. */
public sealed interface PolicyDecision {

    /** No mail to a host that fails the policy (RFC 8461 section 5). */
    record Enforced(CachedPolicy cached) implements PolicyDecision {}

    /** Check as under enforce, note what fails, deliver all the same (RFC 8461 section 5). */
    record Tested(CachedPolicy cached) implements PolicyDecision {}

    /**
     * MTA-STS asks nothing of this delivery; TLS is opportunistic.
     *
     * @param detail the sentence for a person: what was found, and where
     */
    record NotInEffect(Reason reason, String detail) implements PolicyDecision {}

    /**
     * No policy could be had where there may be one, and none is cached: the mail waits.
     *
     * @param missing why the policy that the domain announces could not be had; empty if it is unknown whether there is one
     * @param fact    what failed, for a person
     * @param advice  who must act, and how; empty if the fact says it, or if no one must
     */
    record CannotTell(Optional<Reason> missing, String fact, String advice) implements PolicyDecision {

        /** It is unknown whether there is a policy, for a reason that passes by itself. */
        public CannotTell(String fact) {
            this(fact, "");
        }

        /** It is unknown whether there is a policy. */
        public CannotTell(String fact, String advice) {
            this(Optional.empty(), fact, advice);
        }

        /** A policy is announced and cannot be had; the sentence says who must act. */
        public CannotTell(Optional<Reason> missing, String sentence) {
            this(missing, sentence, "");
        }

        /** What is known, and who must act. */
        public String detail() {
            return advice.isEmpty() ? fact : fact + "; " + advice;
        }
    }

    /** Why MTA-STS is not in effect. */
    enum Reason {
        /** The domain has no MTA-STS record. */
        NO_RECORD,
        /** The record is broken, or there are several. */
        RECORD_UNUSABLE,
        /** The record is there, the policy could not be fetched, and none is cached (RFC 8461 section 3.3). */
        POLICY_UNAVAILABLE,
        /** The policy breaks the grammar, and none is cached. */
        POLICY_INVALID,
        /** The policy says so itself. */
        MODE_NONE,
        /** The operator exempted the domain. */
        OVERRIDDEN,
        /** DNS did not answer, nothing is cached, and {@code onDnsFailure=deliver}. */
        DNS_FAILED,
        /** The store did not answer, no policy was found elsewhere, and {@code onDnsFailure=deliver}. */
        STORE_FAILED;

        /** Whether the domain announces a policy, which could not be had. */
        public boolean isAnnounced() {
            return switch (this) {
                case RECORD_UNUSABLE, POLICY_UNAVAILABLE, POLICY_INVALID -> true;
                case NO_RECORD, MODE_NONE, OVERRIDDEN, DNS_FAILED, STORE_FAILED -> false;
            };
        }

        /** Whether the domain announces a policy or may have one, which could not be had. */
        public boolean isMissing() {
            return isAnnounced() || this == DNS_FAILED || this == STORE_FAILED;
        }
    }

    /** The decision that follows from a policy in force. */
    static PolicyDecision by(CachedPolicy inForce) {
        return switch (inForce.policy().mode()) {
            case ENFORCE -> new Enforced(inForce);
            case TESTING -> new Tested(inForce);
            case NONE -> new NotInEffect(Reason.MODE_NONE, "the policy of " + inForce.domain() + " is in mode none");
        };
    }

    /** Handles every case; a new case breaks the callers at compile time. */
    default <T> T fold(
            Function<Enforced, T> enforced,
            Function<Tested, T> tested,
            Function<NotInEffect, T> notInEffect,
            Function<CannotTell, T> cannotTell) {
        if (this instanceof Enforced decision) {
            return enforced.apply(decision);
        }
        if (this instanceof Tested decision) {
            return tested.apply(decision);
        }
        if (this instanceof NotInEffect decision) {
            return notInEffect.apply(decision);
        }
        return cannotTell.apply((CannotTell) this);
    }

    /** Why a policy could not be had that the domain announces, or may have; empty if one is in force, none exists, or mail waits for DNS or the store. */
    default Optional<Reason> missing() {
        return fold(
                enforced -> Optional.empty(),
                tested -> Optional.empty(),
                notInEffect -> Optional.of(notInEffect.reason()).filter(Reason::isMissing),
                CannotTell::missing);
    }

    /** The policy that stands behind the decision; empty if none is in effect. */
    default Optional<CachedPolicy> inForce() {
        return fold(
                enforced -> Optional.of(enforced.cached()),
                tested -> Optional.of(tested.cached()),
                notInEffect -> Optional.empty(),
                cannotTell -> Optional.empty());
    }
}
