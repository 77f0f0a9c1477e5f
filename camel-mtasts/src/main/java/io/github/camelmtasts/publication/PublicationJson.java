package io.github.camelmtasts.publication;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicySyntaxException;
import org.jspecify.annotations.Nullable;

/** What is kept of a publication, as JSON: the texts, which are parsed again when they are read, and when what happened to them. */
public final class PublicationJson {

    private static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private PublicationJson() {}

    /** Of a publication, for {@link #read}. */
    public static String of(Publication publication) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("domain", publication.domain().toString());
            json.writeStringField("stage", publication.reached().name());
            json.writeStringField("told", publication.told().name());
            write(publication.clues(), json);
            json.writeArrayFieldStart("editions");
            for (Edition former : publication.former()) {
                write(former, json);
            }
            write(publication.current(), json);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return text.append('\n').toString();
    }

    private static void write(Clues clues, JsonGenerator json) throws IOException {
        json.writeStringField("recordTtl", clues.recordTtl().toString());
        json.writeStringField("policyHostTtl", clues.policyHostTtl().toString());
        json.writeBooleanField("recordSeen", clues.recordSeen());
        writeIfPresent("unknownSince", clues.unknownSince(), json);
        json.writeObjectFieldStart("laggards");
        for (Map.Entry<String, Optional<Instant>> laggard : new TreeMap<>(clues.laggards()).entrySet()) {
            json.writeStringField(
                    laggard.getKey(), laggard.getValue().map(Instant::toString).orElse(""));
        }
        json.writeEndObject();
        json.writeArrayFieldStart("vouchedFor");
        for (String address : new TreeSet<>(clues.vouchedFor())) {
            json.writeString(address);
        }
        json.writeEndArray();
    }

    private static void write(Edition edition, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("policy", edition.policy().text());
        json.writeStringField("recordId", edition.recordId());
        json.writeStringField("servedSince", edition.servedSince().toString());
        writeIfPresent("verifiedAt", edition.verifiedAt(), json);
        writeIfPresent("announcedAt", edition.announcedAt(), json);
        writeIfPresent("replacedAt", edition.replacedAt(), json);
        json.writeEndObject();
    }

    private static void writeIfPresent(String name, Optional<Instant> at, JsonGenerator json) throws IOException {
        if (at.isPresent()) {
            json.writeStringField(name, at.get().toString());
        }
    }

    /**
     * Reads what {@link #of} wrote.
     *
     * @throws IllegalArgumentException if it is not that, or of another domain; the message says what is wrong
     */
    public static Publication read(DomainName domain, String text) {
        try (JsonParser json = JSON.createParser(text)) {
            return read(domain, json);
        } catch (IOException | PolicySyntaxException | DateTimeException fault) {
            throw new IllegalArgumentException("it cannot be read: " + fault.getMessage(), fault);
        }
    }

    private static Publication read(DomainName domain, JsonParser json) throws IOException, PolicySyntaxException {
        Map<String, String> members = new LinkedHashMap<>();
        Map<String, String> laggards = Map.of();
        Set<String> vouchedFor = new HashSet<>();
        List<Edition> editions = new ArrayList<>();
        demand(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
        for (@Nullable String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_OBJECT) {
                laggards = values(json);
            } else if (token == JsonToken.START_ARRAY) {
                for (JsonToken element = json.nextToken(); element != JsonToken.END_ARRAY; element = json.nextToken()) {
                    if (element == JsonToken.START_OBJECT) {
                        editions.add(edition(domain, values(json)));
                    } else {
                        vouchedFor.add(json.getText());
                    }
                }
            } else {
                members.put(name, json.getText());
            }
        }
        demand(String.valueOf(VERSION).equals(members.get("version")), "its version is not " + VERSION);
        demand(domain.toString().equals(members.get("domain")), "it is not about " + domain);
        demand(!editions.isEmpty(), "it has no edition");
        return new Publication(
                editions.get(editions.size() - 1),
                editions.subList(0, editions.size() - 1),
                Stage.valueOf(required(members, "stage")),
                Stage.valueOf(required(members, "told")),
                new Clues(
                        Duration.parse(required(members, "recordTtl")),
                        Duration.parse(required(members, "policyHostTtl")),
                        truth(required(members, "recordSeen")),
                        instant("unknownSince", members),
                        instants(laggards),
                        vouchedFor));
    }

    private static boolean truth(String text) {
        demand(text.equals("true") || text.equals("false"), text + " is neither true nor false");
        return text.equals("true");
    }

    private static Map<String, Optional<Instant>> instants(Map<String, String> texts) {
        Map<String, Optional<Instant>> instants = new HashMap<>();
        texts.forEach((name, text) ->
                instants.put(name, text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text))));
        return instants;
    }

    private static Map<String, String> values(JsonParser json) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (@Nullable String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            values.put(name, json.nextTextValue());
        }
        return values;
    }

    private static Edition edition(DomainName domain, Map<String, String> values) throws PolicySyntaxException {
        PublishedPolicy policy = PublishedPolicy.read(domain, required(values, "policy"));
        String recordId = required(values, "recordId");
        demand(Edition.isIdOf(policy, recordId), "the id " + recordId + " is not that of its policy");
        return new Edition(
                policy,
                recordId,
                Instant.parse(required(values, "servedSince")),
                instant("verifiedAt", values),
                instant("announcedAt", values),
                instant("replacedAt", values));
    }

    private static Optional<Instant> instant(String name, Map<String, String> values) {
        return Optional.ofNullable(values.get(name)).map(Instant::parse);
    }

    private static String required(Map<String, String> members, String name) {
        @Nullable String value = members.get(name);
        demand(value != null, "it has no " + name);
        return String.valueOf(value);
    }

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
