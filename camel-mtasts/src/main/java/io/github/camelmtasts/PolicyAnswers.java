package io.github.camelmtasts;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelmtasts.discovery.Discovered;
import io.github.camelmtasts.discovery.PolicyJson;
import io.github.camelmtasts.discovery.PolicyOperator;
import io.github.camelmtasts.policy.CachedPolicy;

/** What operators get to see of policies, as JSON. */
final class PolicyAnswers {

    private static final JsonFactory JSON = new JsonFactory();

    private PolicyAnswers() {}

    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static String json(List<CachedPolicy> policies) {
        return text(json -> {
            json.writeStartArray();
            for (CachedPolicy policy : policies) {
                json.writeStartObject();
                write(policy, json);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** In the form of {@code mtasts:resolve}, without hosts. */
    static String json(Discovered found) {
        return text(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("policy");
            PolicyJson.write(found, json);
            if (found.decision().inForce().isPresent()) {
                PolicyJson.writePatterns(found.decision().inForce().get(), json);
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    static String json(PolicyOperator.Result result) {
        return text(json -> {
            json.writeStartObject();
            json.writeBooleanField("changed", result.changed());
            json.writeStringField("detail", result.detail());
            if (result.policy().isPresent()) {
                json.writeObjectFieldStart("policy");
                write(result.policy().get(), json);
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    private static void write(CachedPolicy policy, JsonGenerator json) throws IOException {
        json.writeStringField("mode", policy.policy().mode().name().toLowerCase(Locale.ROOT));
        PolicyJson.write(policy, json);
        PolicyJson.writePatterns(policy, json);
    }

    private static String text(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            content.writeTo(json);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return text.toString();
    }
}
