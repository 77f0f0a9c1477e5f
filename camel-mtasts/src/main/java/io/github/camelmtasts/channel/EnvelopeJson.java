package io.github.camelmtasts.channel;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link TravellingEnvelope}, and reads it strictly: who gets a mail depends on it, so that nothing in it is guessed.
 * What only informs may come from a later version on another node: members and reasons that this one does not know are passed
 * over. A member on which delivery depends needs a new version number.
 */
final class EnvelopeJson {

    private static final String VERSION = "1";

    /** In characters: some ten thousand recipients. */
    private static final int MAX_LENGTH = 1024 * 1024;

    /** More than any mail lives to see, and few enough to count on with. */
    private static final int MAX_NUMBER = 100_000;

    /** A time that every broker and clock can hold. */
    private static final Instant END_OF_TIMES = Instant.parse("9999-01-01T00:00:00Z");

    private static final Set<String> TEXTS =
            Set.of("messageId", "sender", "firstAttempt", "handedOver", "notBefore", "reason");

    private static final Set<String> NUMBERS = Set.of("version", "attempts", "returns");

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, String> members = new HashMap<>();
    private final List<MailAddress> recipients = new ArrayList<>();

    private EnvelopeJson() {}

    static String write(TravellingEnvelope travelling) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("version", Integer.parseInt(VERSION));
            if (travelling.messageId().isPresent()) {
                json.writeStringField("messageId", travelling.messageId().get());
            }
            write(travelling.envelope(), json);
            json.writeNumberField("attempts", travelling.attempts());
            json.writeStringField("firstAttempt", travelling.firstAttempt().toString());
            json.writeStringField("handedOver", travelling.handedOver().toString());
            json.writeStringField("notBefore", travelling.notBefore().toString());
            if (travelling.reason().isPresent()) {
                json.writeStringField("reason", travelling.reason().get().name());
            }
            json.writeNumberField("returns", travelling.returns());
            json.writeEndObject();
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return text.toString();
    }

    private static void write(Envelope envelope, JsonGenerator json) throws IOException {
        json.writeStringField(
                "sender", envelope.sender().map(MailAddress::toString).orElse(""));
        json.writeArrayFieldStart("recipients");
        for (MailAddress recipient : envelope.recipients()) {
            json.writeString(recipient.toString());
        }
        json.writeEndArray();
    }

    static TravellingEnvelope read(String text) {
        if (text.length() > MAX_LENGTH) {
            throw broken("it is longer than " + MAX_LENGTH + " characters", null);
        }
        EnvelopeJson reader = new EnvelopeJson();
        try (JsonParser json = JSON.createParser(text)) {
            reader.object(json);
        } catch (JsonProcessingException malformed) {
            throw broken("it is no JSON object of this form", null); // its own message may quote an address
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return reader.envelope();
    }

    private void object(JsonParser json) throws IOException {
        demand(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("recipients")) {
                demand(value == JsonToken.START_ARRAY, "recipients is no array");
                recipients(json);
            } else if (TEXTS.contains(name) || NUMBERS.contains(name)) {
                demand(
                        value == (TEXTS.contains(name) ? JsonToken.VALUE_STRING : JsonToken.VALUE_NUMBER_INT),
                        "a member is of another kind than it should be");
                members.put(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
        demand(json.nextToken() == null, "something stands behind it");
    }

    private void recipients(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            demand(json.currentToken() == JsonToken.VALUE_STRING, "a recipient is no text");
            recipients.add(address("recipients", json.getText()));
        }
    }

    private TravellingEnvelope envelope() {
        demand(member("version").equals(VERSION), "its version is not " + VERSION);
        demand(!recipients.isEmpty(), "it has no recipients");
        String sender = member("sender");
        return new TravellingEnvelope(
                Optional.ofNullable(members.get("messageId")),
                new Envelope(sender.isEmpty() ? Optional.empty() : Optional.of(address("sender", sender)), recipients),
                number("attempts", 0),
                instant("firstAttempt"),
                instant("handedOver"),
                instant("notBefore"),
                reason(),
                number("returns", 0));
    }

    private String member(String name) {
        String value = members.get(name);
        if (value == null) {
            throw broken(name + " is missing", null);
        }
        return value;
    }

    private int number(String name, int least) {
        try {
            int number = Integer.parseInt(member(name));
            demand(number >= least, name + " is too small");
            demand(number <= MAX_NUMBER, name + " is too large");
            return number;
        } catch (NumberFormatException tooLarge) {
            throw broken(name + " is too large", tooLarge);
        }
    }

    private Instant instant(String name) {
        try {
            Instant time = Instant.parse(member(name));
            demand(!time.isBefore(Instant.EPOCH) && time.isBefore(END_OF_TIMES), name + " is out of all bounds");
            return time;
        } catch (DateTimeParseException malformed) {
            throw broken(name + " is no time in UTC", malformed);
        }
    }

    /** Empty for one of a later version: it informs people, and nothing depends on it. */
    private Optional<FailureReason> reason() {
        return Arrays.stream(FailureReason.values())
                .filter(reason -> reason.name().equals(members.get("reason")))
                .findFirst();
    }

    /** Without the cause, which quotes the address. */
    private static MailAddress address(String name, String text) {
        try {
            return MailAddress.of(text);
        } catch (IllegalArgumentException malformed) {
            throw broken(name + " holds what is no mail address", null);
        }
    }

    private static void demand(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw broken(otherwise, null);
        }
    }

    private static IllegalArgumentException broken(String why, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "The header " + ChannelHeaders.ENVELOPE + " is broken: " + why
                        + ". Nothing was sent; let only the component itself fill a queue that is read with useEnvelopeHeaders=true",
                cause);
    }
}
