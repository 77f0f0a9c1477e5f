package io.github.camelmtasts;

import java.time.Clock;

import io.github.camelmtasts.discovery.PolicyOverride;
import io.github.camelmtasts.discovery.PolicyOverrides;
import io.github.camelmtasts.policy.DomainName;

/** Reads the options {@code overrides} and {@code enforcement}. */
final class OverrideOptions {

    private OverrideOptions() {}

    /**
     * The operator's word as the options have it at the start.
     *
     * @throws IllegalArgumentException naming the domain or the override that is none
     */
    static PolicyOverrides of(MtaStsComponent component, Clock clock) {
        PolicyOverrides overrides = new PolicyOverrides(clock);
        overrides.observe(component.getEnforcement() == Enforcement.OBSERVE);
        component.getOverrides().forEach((domain, text) -> overrides.put(domain(domain), override(domain, text)));
        return overrides;
    }

    private static DomainName domain(String domain) {
        try {
            return DomainName.of(domain);
        } catch (IllegalArgumentException noDomain) {
            throw new IllegalArgumentException(
                    "overrides: " + noDomain.getMessage()
                            + "; an override is for one domain, and for all there is enforcement=observe",
                    noDomain);
        }
    }

    private static PolicyOverride override(String domain, String text) {
        try {
            return PolicyOverride.parse(text);
        } catch (IllegalArgumentException fault) {
            throw new IllegalArgumentException("overrides: for " + domain + ": " + fault.getMessage(), fault);
        }
    }
}
