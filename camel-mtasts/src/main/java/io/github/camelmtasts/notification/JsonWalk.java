package io.github.camelmtasts.notification;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/** Goes through a report's JSON from member to member, within limits; says of what is wrong what it is, and quotes nothing. */
final class JsonWalk {

    /** In characters; a report takes one to two thousand of them for a recipient, and some hundreds for each further host. */
    private static final long MAX_LENGTH = 16L * 1024 * 1024;

    /** In characters; what peers said is cut at 1024 in it. */
    private static final int MAX_STRING = 16 * 1024;

    /** Reports go six deep. */
    private static final int MAX_DEPTH = 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_LENGTH)
                    .maxStringLength(MAX_STRING)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    /** Reads the value of the member with this name. */
    interface Member {
        void read(String name) throws IOException;
    }

    /** Reads one element of an array. */
    interface Element {
        void read() throws IOException;
    }

    private final JsonParser json;

    private JsonWalk(JsonParser json) {
        this.json = json;
    }

    /** Makes something of the whole document. */
    interface Reader<T> {
        T read(JsonWalk json) throws IOException;
    }

    /**
     * Reads the text from end to end.
     *
     * @throws IllegalArgumentException if it is not what the reader asks for
     */
    static <T> T through(String text, Reader<T> reader) {
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            T read = reader.read(new JsonWalk(json));
            if (json.nextToken() != null) {
                throw unreadable("something stands behind it");
            }
            return read;
        } catch (JsonProcessingException malformed) {
            throw unreadable("it is no JSON, or holds something that is too long");
        } catch (IOException neverFromAString) {
            throw unreadable("it is no JSON");
        }
    }

    /** Without a cause: Jackson's own, and that of an address, quote what they saw. */
    static IllegalArgumentException unreadable(String why) {
        return new IllegalArgumentException("The report about the mail cannot be read: " + why
                + ". No notification was made; the report is what DeliveryReport.toJson() writes");
    }

    void object(Member member) throws IOException {
        demand(JsonToken.START_OBJECT, "an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            member.read(name);
        }
    }

    void array(Element element) throws IOException {
        demand(JsonToken.START_ARRAY, "an array");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    String string() throws IOException {
        demand(JsonToken.VALUE_STRING, "a string");
        return json.getText();
    }

    Instant instant() throws IOException {
        try {
            return Instant.parse(string());
        } catch (DateTimeException malformed) {
            throw unreadable("a time in it is none in UTC");
        }
    }

    void skip() throws IOException {
        json.skipChildren();
    }

    private void demand(JsonToken kind, String name) {
        if (json.currentToken() != kind) {
            throw unreadable("something in it should be " + name + " and is none");
        }
    }
}
