package io.github.camelmtasts.discovery;

import java.util.Locale;
import java.util.Optional;

import io.github.camelmtasts.policy.CachedPolicy;
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

    /** Whether a policy was found, in memory, in the store or at its host. */
    boolean isPolicy() {
        return source == PolicySource.KEPT || source == PolicySource.FETCHED;
    }

    /** For the log: as key=value, in the words of a report; what a person wrote comes last. */
    @Override
    public String toString() {
        return "mode=" + PolicyJson.modeOf(decision) + " source=" + source
                + decision.fold(
                        enforced -> inWords(enforced.cached()),
                        tested -> inWords(tested.cached()),
                        without -> " reason=" + without.reason() + inQuotes("detail", without.detail()),
                        cannotTell -> inQuotes("detail", cannotTell.detail()))
                + intervention.map(why -> inQuotes("intervention", why)).orElse("");
    }

    private static String inWords(CachedPolicy policy) {
        return " dialect=" + policy.policy().dialect().name().toLowerCase(Locale.ROOT) + " id=" + policy.recordId()
                + " sha256=" + policy.policy().sha256() + " fetchedAt=" + policy.fetchedAt() + " expiresAt="
                + policy.expiresAt();
    }

    private static String inQuotes(String key, String text) {
        return " " + key + "=\"" + text.replace('"', '\'') + "\"";
    }

    /** The same finding with another decision, by order of the operator. */
    Discovered changedTo(PolicyDecision other, String why) {
        return new Discovered(other, source, Optional.of(why));
    }
}
