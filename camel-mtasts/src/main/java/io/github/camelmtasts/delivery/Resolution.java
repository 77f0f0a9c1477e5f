package io.github.camelmtasts.delivery;

import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.discovery.Discovered;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;

/**
 * What a mail to a domain would meet now; nothing was sent, and no mail server asked.
 *
 * @param domain        the policy domain
 * @param found         what MTA-STS asks, and how that was found; empty if the domain takes no mail, for then nobody looks
 * @param steps         what would be done about each MX host, in order
 * @param undeliverable why there is no host to go to; empty if there is one
 */
public record Resolution(
        DomainName domain, Optional<Discovered> found, List<DeliveryPlan.Step> steps, Optional<Failure> undeliverable) {
    public Resolution {
        steps = List.copyOf(steps);
    }

    /** What MTA-STS asks; empty if the domain takes no mail. */
    public Optional<PolicyDecision> decision() {
        return found.map(Discovered::decision);
    }

    /** The whole answer as JSON; the form is documented in docs/policies.md and only ever added to. */
    public String toJson() {
        return ResolutionJson.write(this);
    }
}
