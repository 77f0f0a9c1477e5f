package io.github.camelmtasts.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The scanner of text policies against the grammar as a regular expression. */
class TextPolicyGrammarTest {

    private static final Pattern FIELD = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31}):[ \\t]*"
            + "([^\\x00-\\x20\\x7F](?:[^\\x00-\\x1F\\x7F]*[^\\x00-\\x20\\x7F])?)[ \\t]*");

    private static final Pattern EMPTY_LINES_AT_THE_END = Pattern.compile("(?:\\r?\\n)+\\z");

    private static final Mutations MUTATIONS = new Mutations(
            List.of(
                    "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n",
                    "version: STSv1\r\nmode: testing\r\nmx: a.example\r\nmax_age: 86400\r\nnote: x y\r\n\r\n",
                    "max_age:0\nmode:none \t\nversion:\tSTSv1"),
            List.of(
                    "mx: b.example\n",
                    "mode: none\n",
                    "max_age: 1\n",
                    "\nversion: STSv1\n",
                    "x:y\n",
                    ": ",
                    "\n",
                    "12345"));

    @Test
    @Requirement({
        "R8461-3.2-4",
        "R8461-3.2-5",
        "R8461-3.2-6",
        "R8461-3.2-7",
        "R8461-3.2-17",
        "R8461-3.2-18",
        "R8461-3.2-21"
    })
    void isThatOfTheRfc() {
        List<String> valid = new ArrayList<>();
        MUTATIONS.forEach(text -> {
            Map<String, String> fields = fieldsOf(text);
            if (isValid(fields)) {
                assertReadAs(fields, text);
                valid.add(text);
            } else {
                assertThatThrownBy(() -> TextPolicy.parse(text)).as(text).isInstanceOf(PolicySyntaxException.class);
            }
        });
        assertThat(valid).as("the sample has both kinds").hasSizeBetween(3_000, 27_000);
    }

    /** The first of each, but all good patterns of mx, joined; empty if a line is no field. */
    private static Map<String, String> fieldsOf(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : EMPTY_LINES_AT_THE_END.matcher(text).replaceFirst("").split("\\r?\\n", -1)) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                return Map.of();
            }
            if (!field.group(1).equals("mx")) {
                fields.putIfAbsent(field.group(1), field.group(2));
            } else if (isPattern(field.group(2))) {
                fields.merge("mx", field.group(2), (before, next) -> before + ", " + next);
            }
        }
        return fields;
    }

    private static boolean isPattern(String value) {
        try {
            MxPattern.parse(value);
            return true;
        } catch (PolicySyntaxException none) {
            return false;
        }
    }

    private static boolean isValid(Map<String, String> fields) {
        return fields.getOrDefault("version", "").equals("STSv1")
                && fields.getOrDefault("mode", "").matches("enforce|testing|none")
                && fields.getOrDefault("max_age", "").matches("[0-9]{1,10}")
                && (fields.containsKey("mx") || fields.getOrDefault("mode", "").equals("none"));
    }

    private static void assertReadAs(Map<String, String> fields, String text) {
        try {
            Policy policy = TextPolicy.parse(text);
            assertThat(policy.mode().name()).as(text).isEqualToIgnoringCase(fields.get("mode"));
            assertThat(policy.maxAge().toSeconds())
                    .as(text)
                    .isEqualTo(
                            Math.min(Policy.MAX_MAX_AGE_SECONDS, Long.parseLong(fields.getOrDefault("max_age", ""))));
            assertThat(policy.mxPatterns().toString()).as(text).isEqualTo("[" + fields.getOrDefault("mx", "") + "]");
        } catch (PolicySyntaxException refused) {
            throw new AssertionError(text, refused);
        }
    }
}
