package io.github.camelmtasts.publication;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.MxPattern;
import io.github.camelmtasts.policy.Policy;

/** Writes policy files. */
final class PolicyText {

    private static final Pattern WORDS =
            Pattern.compile("(?<mode>[a-z]+)(?:\\s+(?<mx>\\S+))?\\s+for\\s+(?<count>[0-9]{1,9})(?<unit>[smhdw])");

    private static final String FORM =
            "enforce mx1.example.com,*.mx.example.com for 2w, or testing in place of enforce, or"
                    + " none for 1d; the units are s, m, h, d and w";

    private static final JsonFactory JSON = new JsonFactory();

    private PolicyText() {}

    /** RFC 8461 section 3.2. */
    static String of(Mode mode, List<String> mxPatterns, Duration maxAge) {
        StringBuilder text = new StringBuilder("version: STSv1\r\nmode: " + word(mode) + "\r\n");
        mxPatterns.forEach(pattern -> text.append("mx: ").append(pattern).append("\r\n"));
        return text.append("max_age: ")
                .append(maxAge.toSeconds())
                .append("\r\n")
                .toString();
    }

    static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The policy file that an option describes, such as {@code enforce mx1.example.com,*.mx.example.com for 2w}.
     *
     * @throws IllegalArgumentException if it describes none; the message shows the form
     */
    static String ofWords(String words) {
        Matcher found = WORDS.matcher(words.strip());
        if (!found.matches()) {
            throw new IllegalArgumentException("'" + words + "' is no policy; write " + FORM);
        }
        String mx = found.group("mx");
        Duration maxAge = unit(found.group("unit").charAt(0)).multipliedBy(Long.parseLong(found.group("count")));
        return of(mode(found.group("mode"), words), mx == null ? List.of() : List.of(mx.split(",", -1)), maxAge);
    }

    private static Mode mode(String word, String words) {
        for (Mode mode : Mode.values()) {
            if (word(mode).equals(word)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("'" + words + "' is no policy; write " + FORM);
    }

    private static Duration unit(char unit) {
        return switch (unit) {
            case 's' -> Duration.ofSeconds(1);
            case 'm' -> Duration.ofMinutes(1);
            case 'h' -> Duration.ofHours(1);
            case 'd' -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }

    /** The same policy by draft-06 section 3.2, which has no mode {@code none}: empty then. */
    static Optional<String> draft(Policy policy) {
        if (policy.mode() == Mode.NONE) {
            return Optional.empty();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("version", "STSv1");
            json.writeStringField("mode", policy.mode() == Mode.ENFORCE ? "enforce" : "report");
            json.writeNumberField("max_age", policy.maxAge().toSeconds());
            json.writeArrayFieldStart("mx");
            for (MxPattern pattern : policy.mxPatterns()) {
                json.writeString(draftPattern(pattern.toString()));
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return Optional.of(text.append('\n').toString());
    }

    /** The patterns of a policy by the draft, as RFC 8461 writes them: as near as it can. */
    static List<String> standardPatterns(Policy draft) {
        return draft.mxPatterns().stream()
                .map(MxPattern::toString)
                .map(pattern -> pattern.startsWith(".") ? "*" + pattern : pattern)
                .toList();
    }

    /** The draft marks a suffix by a leading period, and it stands for any number of labels. */
    private static String draftPattern(String pattern) {
        return pattern.startsWith("*") ? pattern.substring(1) : pattern;
    }
}
