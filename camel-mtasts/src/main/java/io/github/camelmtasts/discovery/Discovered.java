package io.github.camelmtasts.discovery;

import java.util.Optional;

import io.github.camelmtasts.policy.PolicyDecision;

/**
 * A decision, and how it came about.
 *
 * @param decision     what MTA-STS asks of the delivery
 * @param source       where that came from
 * @param intervention what the operator changed about it, in a sentence with reason and end; empty if nothing
 */
public record Discovered(PolicyDecision decision, PolicySource source, Optional<String> intervention) {

    /** A decision in which no operator had a hand. */
    public Discovered(PolicyDecision decision, PolicySource source) {
        this(decision, source, Optional.empty());
    }

    /** The same finding with another decision, by order of the operator. */
    Discovered changedTo(PolicyDecision other, String why) {
        return new Discovered(other, source, Optional.of(why));
    }
}
