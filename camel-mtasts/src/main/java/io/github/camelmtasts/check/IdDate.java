package io.github.camelmtasts.check;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The date that many write into the id of a record (as the examples of RFC 8461 section 3.1 do), or the seconds since 1970. */
final class IdDate {

    private static final Pattern DATE = Pattern.compile("(20[0-9]{2})([0-9]{2})([0-9]{2})[0-9TZ]*");

    /** From 2017, when there were the first records, to 2033. */
    private static final Pattern SECONDS = Pattern.compile("1[5-9][0-9]{8}");

    private IdDate() {}

    /** The date; empty if the id does not look like one. */
    static Optional<Instant> of(String id) {
        if (SECONDS.matcher(id).matches()) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(id)));
        }
        Matcher date = DATE.matcher(id);
        return date.matches() ? date(date) : Optional.empty();
    }

    private static Optional<Instant> date(Matcher date) {
        try {
            return Optional.of(LocalDate.of(number(date, 1), number(date, 2), number(date, 3))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static int number(Matcher date, int group) {
        return Integer.parseInt(date.group(group));
    }
}
