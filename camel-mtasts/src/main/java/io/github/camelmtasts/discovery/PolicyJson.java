package io.github.camelmtasts.discovery;

import java.io.IOException;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.MxPattern;
import io.github.camelmtasts.policy.PolicyDecision;

/** Writes what is known of a policy as members of a JSON object. What is not known is left out, never null. */
public final class PolicyJson {

    private PolicyJson() {}

    /** The mode as RFC 8461 spells it; {@code none} if no policy is in effect, {@code unknown} if nobody could say. */
    public static String modeOf(PolicyDecision decision) {
        return decision.fold(
                enforced -> "enforce", tested -> "testing", notInEffect -> "none", cannotTell -> "unknown");
    }

    /** A decision, where it came from, and the policy behind it. */
    public static void write(Discovered found, JsonGenerator json) throws IOException {
        PolicyDecision decision = found.decision();
        json.writeStringField("mode", modeOf(decision));
        json.writeStringField("source", found.source().name());
        if (found.intervention().isPresent()) {
            json.writeStringField("intervention", found.intervention().get());
        }
        if (decision.inForce().isPresent()) {
            write(decision.inForce().get(), json);
        } else if (decision instanceof PolicyDecision.NotInEffect notInEffect) {
            json.writeStringField("reason", notInEffect.reason().name());
            json.writeStringField("detail", notInEffect.detail());
        } else if (decision instanceof PolicyDecision.CannotTell cannotTell) {
            json.writeStringField("detail", cannotTell.detail());
        }
    }

    /** A policy and its fetch, without its mode. */
    public static void write(CachedPolicy cached, JsonGenerator json) throws IOException {
        json.writeStringField("domain", cached.domain().toString());
        json.writeStringField("dialect", cached.policy().dialect().name().toLowerCase(Locale.ROOT));
        json.writeStringField("id", cached.recordId());
        json.writeStringField("sha256", cached.policy().sha256());
        json.writeStringField("fetchedAt", cached.fetchedAt().toString());
        json.writeStringField("expiresAt", cached.expiresAt().toString());
    }

    /** What a policy asks, for those who want to see it whole. */
    public static void writePatterns(CachedPolicy cached, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("mx");
        for (MxPattern pattern : cached.policy().mxPatterns()) {
            json.writeString(pattern.toString());
        }
        json.writeEndArray();
    }
}
