package io.github.camelmtasts.springboot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.camelmtasts.delivery.FailureReason;

/** Numbers and times as people read them. */
final class Words {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final Duration MOMENT_AGO = Duration.ofMinutes(1);

    private static final Set<String> ABBREVIATIONS = Set.of("DNS", "MX", "STARTTLS", "TLS");

    private Words() {}

    /** Such as {@code 12,345}. */
    static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** Such as {@code 1 domain} or {@code 3 domains}. */
    static String count(long number, String thing) {
        return number(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /** Such as {@code MX not in policy}. */
    static String reason(FailureReason reason) {
        return capital(Arrays.stream(reason.name().split("_", -1))
                .map(word -> ABBREVIATIONS.contains(word) ? word : word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" ")));
    }

    /** Such as {@code report-only}. */
    static String dashed(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same with a capital at its start, unless it starts with the name of a host. */
    static String capital(String words) {
        boolean isHost = words.split(" ", 2)[0].contains(".");
        return isHost || words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Such as {@code 24 Nov 2026, 13:05:12 UTC}. */
    static String moment(Instant at) {
        return MOMENT.format(at);
    }

    /** How long ago, or in how long, with the exact time for those who point at it. */
    static Markup distance(Instant at, Instant now) {
        return Markup.of("<time datetime=\"%s\" title=\"%s\">%s</time>", at, moment(at), inWords(at, now));
    }

    private static String inWords(Instant at, Instant now) {
        Duration distance = Duration.between(now, at);
        String length = length(distance.abs());
        if (distance.abs().compareTo(MOMENT_AGO) < 0) {
            return "just now";
        }
        return distance.isNegative() ? length + " ago" : "in " + length;
    }

    /** In one unit, rounded down, but for less than a minute. */
    static String length(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() >= 2) {
            return duration.toHours() + " h";
        }
        return Math.max(1, duration.toMinutes()) + " min";
    }
}
