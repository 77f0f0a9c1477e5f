package io.github.camelmtasts.check;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.ProbedHost;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.ProbedPolicyHost;

/** Writes what hosts showed, as members of a JSON object. */
final class HostJson {

    private final JsonGenerator json;

    HostJson(JsonGenerator json) {
        this.json = json;
    }

    void policyHost(PolicyHostCheck check) throws IOException {
        json.writeObjectFieldStart("policyHost");
        json.writeStringField("host", check.host().toString());
        if (check.noAddress().isPresent()) {
            failure(check.noAddress().get());
        }
        json.writeArrayFieldStart("addresses");
        for (ProbedPolicyHost answer : check.answers()) {
            answer(answer);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("unseen");
        for (InetAddress address : check.unseen()) {
            json.writeString(address.getHostAddress());
        }
        json.writeEndArray();
        json.writeNumberField("unasked", check.unasked());
        json.writeEndObject();
    }

    private void answer(ProbedPolicyHost answer) throws IOException {
        json.writeStartObject();
        json.writeStringField("address", answer.address().getHostAddress());
        json.writeStringField("path", answer.dialect().wellKnownPath());
        if (answer.status().isPresent()) {
            json.writeNumberField("status", answer.status().getAsInt());
        }
        if (answer.mediaType().isPresent()) {
            json.writeStringField("mediaType", answer.mediaType().get());
        }
        if (answer.text().isPresent()) {
            json.writeNumberField("bytes", sizeOf(answer.text().get()));
        }
        json.writeNumberField("millis", answer.took().toMillis());
        if (answer.failure().isPresent()) {
            failure(answer.failure().get());
        }
        CheckJson.chain(answer.chain(), json);
        json.writeEndObject();
    }

    static int sizeOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void failure(FetchResult.Failed failed) throws IOException {
        failure(failed.failure().name(), failed.detail());
    }

    private void failure(String reason, String detail) throws IOException {
        json.writeObjectFieldStart("failure");
        json.writeStringField("reason", reason);
        json.writeStringField("detail", detail);
        json.writeEndObject();
    }

    private void failure(Failure failure) throws IOException {
        failure(failure.reason().name(), failure.detail());
    }

    void mailHosts(List<MxCheck> hosts) throws IOException {
        json.writeArrayFieldStart("mailHosts");
        for (MxCheck host : hosts) {
            mailHost(host);
        }
        json.writeEndArray();
    }

    private void mailHost(MxCheck check) throws IOException {
        json.writeStartObject();
        json.writeStringField("host", check.host().toString());
        if (check.preference().isPresent()) {
            json.writeNumberField("preference", check.preference().getAsInt());
        }
        json.writeBooleanField("permitted", check.permitted());
        json.writeBooleanField("open", check.isOpen());
        if (check.inspection().noAddress().isPresent()) {
            failure(check.inspection().noAddress().get());
        }
        json.writeArrayFieldStart("addresses");
        for (ProbedHost probe : check.inspection().probes()) {
            probe(probe);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void probe(ProbedHost probe) throws IOException {
        json.writeStartObject();
        json.writeStringField("address", probe.target().address().getHostAddress());
        reply("banner", probe.greeting().banner());
        reply("ehlo", probe.greeting().ehlo());
        json.writeBooleanField("startTls", probe.greeting().offersStartTls());
        if (probe.tls().isPresent()) {
            json.writeStringField("protocol", probe.tls().get().protocol());
            json.writeStringField("cipherSuite", probe.tls().get().cipherSuite());
        }
        if (probe.fault().isPresent()) {
            failure(probe.fault().get());
        }
        CheckJson.chain(probe.chain(), json);
        json.writeEndObject();
    }

    private void reply(String name, Optional<SmtpReply> reply) throws IOException {
        if (reply.isPresent()) {
            json.writeStringField(name, reply.get().toString());
        }
    }
}
