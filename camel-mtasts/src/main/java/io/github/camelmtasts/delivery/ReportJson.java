package io.github.camelmtasts.delivery;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelmtasts.discovery.PolicyJson;

/** Writes a {@link DeliveryReport} as JSON. What is not known is left out, never null. */
final class ReportJson {

    private static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private ReportJson(JsonGenerator json) {
        this.json = json;
    }

    static String write(DeliveryReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            new ReportJson(json).report(report);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return text.toString();
    }

    private void report(DeliveryReport report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", VERSION);
        if (report.messageId().isPresent()) {
            json.writeStringField("messageId", report.messageId().get());
        }
        json.writeStringField(
                "sender", report.sender().map(MailAddress::toString).orElse(""));
        json.writeStringField("outcome", report.outcome().name());
        json.writeStringField("at", report.at().toString());
        json.writeArrayFieldStart("recipients");
        for (RecipientReport recipient : report.recipients()) {
            recipient(recipient);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void recipient(RecipientReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("recipient", report.recipient().toString());
        json.writeStringField("outcome", report.outcome().name());
        json.writeStringField("explanation", report.explanation());
        if (report.found().isPresent()) {
            json.writeObjectFieldStart("policy");
            PolicyJson.write(report.found().get(), json);
            json.writeEndObject();
        }
        if (report.failure().isPresent()) {
            Failure failure = report.failure().get();
            failure("failure", failure, failure.reason().enhancedStatus(report.outcome()), json);
        }
        json.writeArrayFieldStart("hosts");
        for (HostTrace trace : report.hosts()) {
            host(trace);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void host(HostTrace trace) throws IOException {
        json.writeStartObject();
        json.writeStringField("host", trace.host().toString());
        if (trace.address().isPresent()) {
            json.writeStringField("address", trace.address().get().getHostAddress());
        }
        json.writeStringField("at", trace.at().toString());
        if (trace.tls().isPresent()) {
            tls(trace.tls().get());
        }
        if (trace.failure().isPresent()) {
            failure("failure", trace.failure().get(), json);
        }
        if (trace.noted().isPresent()) {
            failure("noted", trace.noted().get(), json);
        }
        if (trace.reply().isPresent()) {
            json.writeStringField("reply", trace.reply().get().text());
        }
        json.writeEndObject();
    }

    private void tls(TlsEvidence tls) throws IOException {
        json.writeObjectFieldStart("tls");
        json.writeStringField("protocol", tls.protocol());
        json.writeStringField("cipherSuite", tls.cipherSuite());
        json.writeStringField("certificateSha256", tls.certificateSha256());
        json.writeStringField("certificateExpiry", tls.certificateExpiry().toString());
        json.writeBooleanField("verified", tls.verified());
        json.writeEndObject();
    }

    static void failure(String name, Failure failure, JsonGenerator json) throws IOException {
        failure(name, failure, failure.reason().enhancedStatus(), json);
    }

    private static void failure(String name, Failure failure, String status, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("reason", failure.reason().name());
        json.writeStringField("status", status);
        json.writeStringField("detail", failure.detail());
        json.writeStringField("advice", failure.advice());
        if (failure.reason().resultType().isPresent()) {
            json.writeStringField("resultType", failure.reason().resultType().get());
        }
        json.writeEndObject();
    }
}
