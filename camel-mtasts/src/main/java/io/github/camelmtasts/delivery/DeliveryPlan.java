package io.github.camelmtasts.delivery;

import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyDecision;

/**
 * Which hosts may have the mail, in which order, under which TLS: hosts and decision in, steps out. A host that the policy
 * does not name keeps its place in the list, as a step that is skipped (RFC 8461 section 8.4).
 *
 * @param steps in MX order
 */
public record DeliveryPlan(List<Step> steps) {
    public DeliveryPlan {
        steps = List.copyOf(steps);
    }

    /** What to do about one host. */
    public sealed interface Step {

        /** The MX host. */
        DomainName host();

        /**
         * Offer it the mail.
         *
         * @param noted what a policy in testing has against the host already; empty if nothing
         */
        record Attempt(DomainName host, TlsDemand demand, Optional<Failure> noted) implements Step {}

        /**
         * Pass it over.
         *
         * @param policy which does not name it; empty if nobody knows what to demand of it
         */
        record Skip(DomainName host, Optional<Policy> policy, Failure failure) implements Step {}
    }

    /** The plan that follows from the decision; for {@link PolicyDecision.CannotTell} there is none, the mail waits. */
    static DeliveryPlan of(List<DomainName> hosts, PolicyDecision decision, boolean requireTls) {
        return new DeliveryPlan(
                hosts.stream().map(host -> step(host, decision, requireTls)).toList());
    }

    /** The same, but a host must show who it is, policy or not. */
    DeliveryPlan provingNames() {
        return new DeliveryPlan(steps.stream().map(DeliveryPlan::provingItsName).toList());
    }

    /** The same, where not DNS but an option says that the host is the recipients' own, which may be a mistake. */
    DeliveryPlan throughConfiguredHost() {
        return new DeliveryPlan(
                steps.stream().map(DeliveryPlan::throughConfiguredHost).toList());
    }

    private static Step throughConfiguredHost(Step step) {
        return step instanceof Step.Skip skip && skip.failure().reason() == FailureReason.MX_NOT_IN_POLICY
                ? new Step.Skip(skip.host(), skip.policy(), skip.failure().advising(relayOf(skip.host())))
                : step;
    }

    private static String relayOf(DomainName host) {
        return "if " + host
                + " is a relay of yours, you must set guardHosts=relay; if it is an MX host of the domain, the"
                + " owner of the domain must add it to the policy";
    }

    private static Step provingItsName(Step step) {
        return step instanceof Step.Attempt attempt
                ? new Step.Attempt(attempt.host(), attempt.demand().provingItsName(), attempt.noted())
                : step;
    }

    private static Step step(DomainName host, PolicyDecision decision, boolean requireTls) {
        return decision.fold(
                enforced -> underEnforce(host, enforced.cached().policy()),
                tested -> underTesting(host, tested.cached().policy(), requireTls),
                notInEffect -> new Step.Attempt(host, TlsDemand.opportunistic(requireTls), Optional.empty()),
                cannotTell -> new Step.Skip(host, Optional.empty(), withoutPolicy(cannotTell)));
    }

    /** Who fetched in vain tells whole sentences. */
    private static Failure withoutPolicy(PolicyDecision.CannotTell cannotTell) {
        return cannotTell.missing().isEmpty()
                ? unknownPolicy(cannotTell)
                : new Failure(
                        FailureReason.POLICY_UNAVAILABLE, cannotTell.detail().replaceFirst("\\.$", ""));
    }

    private static Failure unknownPolicy(PolicyDecision.CannotTell cannotTell) {
        return cannotTell.advice().isEmpty()
                ? new Failure(
                        FailureReason.POLICY_UNKNOWN, cannotTell.fact(), "it is looked for again, and no one must act")
                : new Failure(FailureReason.POLICY_UNKNOWN, cannotTell.fact(), cannotTell.advice());
    }

    private static Step underEnforce(DomainName host, Policy policy) {
        return policy.permits(host)
                ? new Step.Attempt(host, TlsDemand.verified(policy), Optional.empty())
                : new Step.Skip(host, Optional.of(policy), notInPolicy(host));
    }

    private static Step underTesting(DomainName host, Policy policy, boolean requireTls) {
        Optional<Failure> noted = policy.permits(host) ? Optional.empty() : Optional.of(notInPolicy(host));
        return new Step.Attempt(host, TlsDemand.noting(policy, requireTls), noted);
    }

    /** What a policy has against a host that it does not name. */
    public static Failure notInPolicy(DomainName host) {
        return new Failure(FailureReason.MX_NOT_IN_POLICY, "no mx pattern of the policy covers " + host);
    }
}
