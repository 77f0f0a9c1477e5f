package io.github.camelmtasts.delivery;

import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;

/**
 * What a mail to a domain would meet now; nothing was sent, and no mail server asked.
 *
 * @param domain        the policy domain
 * @param decision      what MTA-STS asks; empty if the domain takes no mail, for then nobody looks
 * @param steps         what would be done about each MX host, in order
 * @param undeliverable why there is no host to go to; empty if there is one
 */
public record Resolution(
        DomainName domain,
        Optional<PolicyDecision> decision,
        List<DeliveryPlan.Step> steps,
        Optional<Failure> undeliverable) {
    public Resolution {
        steps = List.copyOf(steps);
    }
}
