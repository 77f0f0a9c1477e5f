package io.github.camelmtasts.check;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelmtasts.policy.MxPattern;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyReview;
import io.github.camelmtasts.policy.ShownCertificate;
import io.github.camelmtasts.policy.Untrusted;

/** Writes a {@link DomainCheck} as JSON. What is not known is left out, never null; what may stand in a web page is safe there. */
final class CheckJson {

    private static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private CheckJson(JsonGenerator json) {
        this.json = json;
    }

    static String write(DomainCheck check) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.setCharacterEscapes(new WebEscapes());
            new CheckJson(json).check(check);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return text.toString();
    }

    private void check(DomainCheck check) throws IOException {
        DomainView view = check.view();
        json.writeStartObject();
        json.writeNumberField("version", VERSION);
        json.writeStringField("domain", view.domain().toString());
        json.writeStringField("at", view.at().toString());
        json.writeStringField("dialect", view.dialect().name().toLowerCase(Locale.ROOT));
        if (check.worst().isPresent()) {
            json.writeStringField("worst", check.worst().get().name());
        }
        json.writeStringField("verdict", check.verdict());
        findings(check.findings());
        record(view.record());
        new HostJson(json).policyHost(view.policyHost());
        if (view.policy().isPresent()) {
            policy(view.policy().get());
        }
        new HostJson(json).mailHosts(view.hosts());
        texts("reports", view.reports().orElse(List.of()));
        json.writeEndObject();
    }

    private void findings(List<Finding> findings) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("severity", finding.severity().name());
            json.writeStringField("code", finding.code());
            json.writeStringField("sentence", finding.sentence());
            json.writeStringField("remedy", finding.remedy());
            json.writeStringField("section", finding.section());
            json.writeStringField("mender", finding.mender().name());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void record(RecordCheck record) throws IOException {
        json.writeObjectFieldStart("record");
        json.writeStringField("name", record.name());
        json.writeStringField("state", record.state().name());
        if (record.id().isPresent()) {
            json.writeStringField("id", record.id().get());
        }
        texts("txt", record.records());
        json.writeEndObject();
    }

    private void texts(String name, List<String> theirs) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : theirs) {
            json.writeString(Untrusted.text(text));
        }
        json.writeEndArray();
    }

    private void policy(PolicyReview review) throws IOException {
        json.writeObjectFieldStart("policy");
        json.writeStringField("dialect", review.dialect().name().toLowerCase(Locale.ROOT));
        json.writeBooleanField("valid", review.policy().isPresent());
        if (review.policy().isPresent()) {
            fields(review.policy().get());
        }
        json.writeArrayFieldStart("lines");
        for (PolicyReview.Line line : review.lines()) {
            json.writeStartObject();
            json.writeNumberField("number", line.number());
            json.writeStringField("text", line.text());
            json.writeStringField("verdict", line.verdict().name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("moreLines", review.moreLines());
        json.writeEndObject();
    }

    private void fields(Policy policy) throws IOException {
        json.writeStringField("mode", policy.mode().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("maxAgeSeconds", policy.maxAge().toSeconds());
        json.writeStringField("sha256", policy.sha256());
        json.writeArrayFieldStart("mx");
        for (MxPattern pattern : policy.mxPatterns()) {
            json.writeString(pattern.toString());
        }
        json.writeEndArray();
    }

    /** The certificates of a host, its own first. */
    static void chain(List<ShownCertificate> chain, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("certificates");
        for (ShownCertificate certificate : chain) {
            json.writeStartObject();
            json.writeArrayFieldStart("names");
            for (String name : certificate.names()) {
                json.writeString(name);
            }
            json.writeEndArray();
            Optional<String> commonName = certificate.commonName();
            if (commonName.isPresent()) {
                json.writeStringField("commonName", commonName.get());
            }
            json.writeStringField("issuer", certificate.issuer());
            json.writeStringField("notBefore", certificate.notBefore().toString());
            json.writeStringField("notAfter", certificate.notAfter().toString());
            json.writeStringField("sha256", certificate.sha256());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
