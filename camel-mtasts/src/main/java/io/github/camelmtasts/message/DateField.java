package io.github.camelmtasts.message;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date field of a mail (RFC 5322 section 3.3). Many mails have the same second, so the last text is kept. */
final class DateField {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private record Second(long epochSecond, String text) {}

    private volatile Second last = secondOf(Instant.EPOCH);

    String at(Instant instant) {
        Second known = last;
        if (known.epochSecond() != instant.getEpochSecond()) {
            known = secondOf(instant);
            last = known;
        }
        return known.text();
    }

    private static Second secondOf(Instant instant) {
        return new Second(instant.getEpochSecond(), FORMAT.format(instant));
    }
}
