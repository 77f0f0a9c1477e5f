package io.github.camelmtasts.delivery;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelmtasts.discovery.Discovered;
import io.github.camelmtasts.discovery.PolicyJson;
import io.github.camelmtasts.policy.CachedPolicy;

/** Writes a {@link Resolution} as JSON. What is not known is left out, never null. */
final class ResolutionJson {

    private static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private ResolutionJson(JsonGenerator json) {
        this.json = json;
    }

    static String write(Resolution resolution) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            new ResolutionJson(json).resolution(resolution);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return text.toString();
    }

    private void resolution(Resolution resolution) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", VERSION);
        json.writeStringField("domain", resolution.domain().toString());
        if (resolution.undeliverable().isPresent()) {
            ReportJson.failure("undeliverable", resolution.undeliverable().get(), json);
        }
        if (resolution.found().isPresent()) {
            policy(resolution.found().get());
        }
        json.writeArrayFieldStart("hosts");
        for (DeliveryPlan.Step step : resolution.steps()) {
            host(step);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void policy(Discovered found) throws IOException {
        json.writeObjectFieldStart("policy");
        PolicyJson.write(found, json);
        if (found.decision().inForce().isPresent()) {
            inFull(found.decision().inForce().get());
        }
        json.writeEndObject();
    }

    private void inFull(CachedPolicy policy) throws IOException {
        PolicyJson.writePatterns(policy, json);
        if (!policy.policy().remarks().isEmpty()) {
            json.writeArrayFieldStart("remarks");
            for (String remark : policy.policy().remarks()) {
                json.writeString(remark);
            }
            json.writeEndArray();
        }
    }

    private void host(DeliveryPlan.Step step) throws IOException {
        json.writeStartObject();
        json.writeStringField("host", step.host().toString());
        if (step instanceof DeliveryPlan.Step.Attempt attempt) {
            json.writeStringField("verdict", "TRY");
            json.writeStringField("tls", demandOf(attempt.demand()));
            if (attempt.noted().isPresent()) {
                ReportJson.failure("noted", attempt.noted().get(), json);
            }
        } else if (step instanceof DeliveryPlan.Step.Skip skip) {
            json.writeStringField("verdict", "PASS_OVER");
            ReportJson.failure("failure", skip.failure(), json);
        }
        json.writeEndObject();
    }

    private static String demandOf(TlsDemand demand) {
        if (demand.mustVerify()) {
            return "VERIFIED";
        }
        return demand.mustEncrypt() ? "ENCRYPTED" : "OPPORTUNISTIC";
    }
}
