package io.github.camelmtasts.notification;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.delivery.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads a report that was written as JSON. What a notification has no use for is passed over, and with it whatever a later
 * version adds.
 */
final class ReportReader {

    private final JsonWalk json;
    private Optional<String> messageId = Optional.empty();
    private @Nullable String sender;
    private @Nullable Instant at;
    private final List<RecipientStatus> recipients = new ArrayList<>();

    private ReportReader(JsonWalk json) {
        this.json = json;
    }

    static MailReport read(String text) {
        return JsonWalk.through(text, json -> {
            ReportReader reader = new ReportReader(json);
            json.object(reader::member);
            return reader.report();
        });
    }

    private void member(String name) throws IOException {
        switch (name) {
            case "messageId" -> messageId = Optional.of(json.string());
            case "sender" -> sender = json.string();
            case "at" -> at = json.instant();
            case "recipients" -> json.array(() -> recipients.add(RecipientReader.read(json)));
            default -> json.skip();
        }
    }

    private MailReport report() {
        String from = demanded("sender", sender);
        return new MailReport(
                messageId,
                from.isEmpty() ? Optional.empty() : Optional.of(address(from)),
                recipients,
                demanded("at", at));
    }

    static MailAddress address(String text) {
        try {
            return MailAddress.of(text);
        } catch (IllegalArgumentException malformed) {
            throw JsonWalk.unreadable("what should be a mail address is none");
        }
    }

    static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst();
    }

    static <T> T demanded(String name, @Nullable T value) {
        if (value == null) {
            throw JsonWalk.unreadable(name + " is missing");
        }
        return value;
    }
}
