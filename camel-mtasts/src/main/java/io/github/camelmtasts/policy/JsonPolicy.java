package io.github.camelmtasts.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code mta-sts.json} (draft-06 section 3.2). Unknown members are ignored; a name given twice, and anything
 * behind the object, is refused, since the draft says nothing and readers would differ.
 */
final class JsonPolicy {

    /** An extension may nest; nobody's honest one does so deeper. */
    private static final int MAX_DEPTH = 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .build())
            .build();

    private static final BigInteger CAP = BigInteger.valueOf(Policy.MAX_MAX_AGE_SECONDS);

    private final JsonParser json;
    private @Nullable String version;
    private @Nullable Mode mode;
    private @Nullable Duration maxAge;
    private @Nullable List<MxPattern> mx;
    private final Remarks remarks = new Remarks();

    private JsonPolicy(JsonParser json) {
        this.json = json;
    }

    static Policy parse(String text) throws PolicySyntaxException {
        try (JsonParser json = JSON.createParser(text)) {
            JsonPolicy file = new JsonPolicy(json);
            file.read();
            return file.policy(text);
        } catch (JsonProcessingException malformed) {
            throw new PolicySyntaxException(
                    malformed.getLocation() == null
                            ? 0
                            : malformed.getLocation().getLineNr(),
                    text.startsWith("\uFEFF")
                                    || text.indexOf('\0') >= 0
                                    || text.stripLeading().startsWith("<")
                            ? OddLine.fault(text)
                            : "no JSON object: " + Untrusted.text(malformed.getOriginalMessage(), 120));
        } catch (IOException neverFromAString) {
            throw new UncheckedIOException(neverFromAString);
        }
    }

    private void read() throws IOException, PolicySyntaxException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw fault("the policy is one JSON object");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            readMember(name);
        }
        if (json.nextToken() != null) {
            throw fault("something stands behind the JSON object");
        }
    }

    private void readMember(String name) throws IOException, PolicySyntaxException {
        switch (name) {
            case "version" -> version = string("version");
            case "mode" -> mode = modeOf(string("mode"));
            case "max_age" -> maxAge = seconds();
            case "mx" -> mx = patterns();
            default -> json.skipChildren();
        }
    }

    private String string(String name) throws IOException, PolicySyntaxException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw fault(name + " is a string");
        }
        return json.getText();
    }

    private Mode modeOf(String text) throws PolicySyntaxException {
        return switch (text) {
            case "enforce" -> Mode.ENFORCE;
            case "report" -> Mode.TESTING;
            default -> throw fault("mode is enforce or report, not '" + Untrusted.text(text, 40) + "'");
        };
    }

    private Duration seconds() throws IOException, PolicySyntaxException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getBigIntegerValue().signum() < 0) {
            throw fault("max_age is a whole number of seconds");
        }
        return Duration.ofSeconds(json.getBigIntegerValue().min(CAP).longValue());
    }

    private List<MxPattern> patterns() throws IOException, PolicySyntaxException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw fault("mx is an array of strings");
        }
        List<MxPattern> patterns = new ArrayList<>();
        for (int count = 1; json.nextToken() != JsonToken.END_ARRAY; count++) {
            if (count > Policy.MAX_MX_PATTERNS) {
                throw fault(Policy.TOO_MANY_MX_PATTERNS);
            }
            String text = string("each entry of mx");
            try {
                patterns.add(MxPattern.parseDraft(text));
            } catch (PolicySyntaxException bad) {
                remarks.add(bad.getMessage() + "; it was passed over");
            }
        }
        return patterns;
    }

    private Policy policy(String text) throws PolicySyntaxException {
        if (!"STSv1".equals(version)) {
            throw new PolicySyntaxException("version is STSv1, and must be there");
        }
        if (mode == null || maxAge == null) {
            throw new PolicySyntaxException((mode == null ? "mode" : "max_age") + " is missing");
        }
        if (mx == null || mx.isEmpty()) {
            throw new PolicySyntaxException(
                    remarks.list().stream().findFirst().orElse("mx is missing: an array of one pattern or more"));
        }
        remarks.onLifetime(mode, maxAge);
        return Policy.readFrom(text, Dialect.DRAFT06, mode, maxAge, mx, remarks);
    }

    private PolicySyntaxException fault(String rule) {
        return new PolicySyntaxException(json.currentLocation().getLineNr(), rule);
    }
}
