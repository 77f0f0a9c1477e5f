package io.github.camelmtasts.delivery;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.PolicyDecision;

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
        if (report.decision().isPresent()) {
            policy(report.decision().get());
        }
        if (report.failure().isPresent()) {
            failure("failure", report.failure().get());
        }
        json.writeArrayFieldStart("hosts");
        for (HostTrace trace : report.hosts()) {
            host(trace);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void policy(PolicyDecision decision) throws IOException {
        json.writeObjectFieldStart("policy");
        json.writeStringField("mode", RecipientReport.modeOf(decision));
        if (decision.inForce().isPresent()) {
            inForce(decision.inForce().get());
        } else if (decision instanceof PolicyDecision.NotInEffect notInEffect) {
            json.writeStringField("reason", notInEffect.reason().name());
            json.writeStringField("detail", notInEffect.detail());
        } else if (decision instanceof PolicyDecision.CannotTell cannotTell) {
            json.writeStringField("detail", cannotTell.detail());
        }
        json.writeEndObject();
    }

    private void inForce(CachedPolicy cached) throws IOException {
        json.writeStringField("domain", cached.domain().toString());
        json.writeStringField("dialect", cached.policy().dialect().name().toLowerCase(Locale.ROOT));
        json.writeStringField("id", cached.recordId());
        json.writeStringField("sha256", cached.policy().sha256());
        json.writeStringField("fetchedAt", cached.fetchedAt().toString());
        json.writeStringField("expiresAt", cached.expiresAt().toString());
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
            failure("failure", trace.failure().get());
        }
        if (trace.noted().isPresent()) {
            failure("noted", trace.noted().get());
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

    private void failure(String name, Failure failure) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("reason", failure.reason().name());
        json.writeStringField("status", failure.reason().enhancedStatus());
        json.writeStringField("detail", failure.detail());
        json.writeStringField("advice", failure.reason().advice());
        if (failure.reason().resultType().isPresent()) {
            json.writeStringField("resultType", failure.reason().resultType().get());
        }
        json.writeEndObject();
    }
}
