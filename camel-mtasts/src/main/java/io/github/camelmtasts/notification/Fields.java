package io.github.camelmtasts.notification;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.github.camelmtasts.policy.Untrusted;

/** Header fields (RFC 5322 section 2.2). Whatever a value holds, it stays one field, and its lines have an end. */
final class Fields {

    /** In characters. With its name, one word of this length still fits into a line of 998 (RFC 5322 section 2.1.1). */
    private static final int MAX_VALUE = 900;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();

    Fields add(String name, String value) {
        text.append(Wrapping.wrap(name + ": " + Untrusted.text(value, MAX_VALUE), " "))
                .append("\r\n");
        return this;
    }

    /** A field that needs more than ASCII has another name or type; here it would break the part. */
    Fields addAscii(String name, String value) {
        return add(
                name,
                Untrusted.text(value, MAX_VALUE)
                        .replaceAll("[^\\x20-\\x7E]", "?")
                        .replaceAll(" +", " "));
    }

    Fields add(String name, Instant time) {
        return add(name, date(time));
    }

    /** RFC 5322 section 3.3. */
    static String date(Instant time) {
        return DATE.format(time);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
