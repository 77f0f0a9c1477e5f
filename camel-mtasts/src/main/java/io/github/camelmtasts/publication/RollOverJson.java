package io.github.camelmtasts.publication;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/** Writes reports on roll-overs as JSON. */
final class RollOverJson {

    private static final JsonFactory JSON = new JsonFactory();

    private RollOverJson() {}

    static String of(RollOverReport report) {
        return written(json -> write(report, json));
    }

    /** An array of them. */
    static String of(List<RollOverReport> reports) {
        return written(json -> {
            json.writeStartArray();
            for (RollOverReport report : reports) {
                write(report, json);
            }
            json.writeEndArray();
        });
    }

    private static void write(RollOverReport report, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("domain", report.domain().toString());
        json.writeStringField("stage", report.stage().name());
        json.writeBooleanField("changed", report.changed());
        writeIfPresent("recordId", report.recordId(), json);
        json.writeBooleanField("recordDue", report.recordDue());
        writeIfPresent("zoneLine", report.zoneLine().map(String::strip), json);
        writeIfPresent("until", report.until().map(Instant::toString), json);
        json.writeArrayFieldStart("notices");
        for (Notice notice : report.notices()) {
            json.writeStartObject();
            json.writeStringField("severity", notice.severity().name());
            json.writeStringField("sentence", notice.sentence());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeIfPresent("suggestion", report.suggestion(), json);
        json.writeStringField("at", report.at().toString());
        json.writeEndObject();
    }

    private static void writeIfPresent(String name, Optional<String> value, JsonGenerator json) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static String written(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            content.writeTo(json);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return text.toString();
    }
}
