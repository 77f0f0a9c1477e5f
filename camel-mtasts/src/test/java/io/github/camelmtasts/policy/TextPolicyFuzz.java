package io.github.camelmtasts.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** A text policy, held against the grammar of RFC 8461 section 3.2 written as one expression for each line. */
public final class TextPolicyFuzz {

    private static final Pattern FIELD = Pattern.compile("(?<name>[A-Za-z0-9][A-Za-z0-9_.-]{0,31}):[ \\t]*"
            + "(?<value>[^\\x00-\\x20\\x7F]([^\\x00-\\x1F\\x7F]*[^\\x00-\\x20\\x7F])?)[ \\t]*");

    private TextPolicyFuzz() {}

    /** Called by the fuzzer with what it made up, and by {@link FuzzCorpusTest} with what it kept. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Optional<Policy> policy = PolicyFuzz.read(Dialect.RFC8461, text);
        assertThat(policy.map(TextPolicyFuzz::summary)).as(text).isEqualTo(expected(text));
        policy.ifPresent(valid -> {
            assertThat(valid.mxPatterns())
                    .allSatisfy(pattern ->
                            assertThat(MxPattern.parse(pattern.toString())).isEqualTo(pattern));
            assertReadsTheSame(valid, text + "\n");
            assertReadsTheSame(valid, text.replace("\r\n", "\n"));
            assertReadsTheSame(valid, text.replace("\r\n", "\n").replace("\n", "\r\n"));
        });
    }

    private static void assertReadsTheSame(Policy policy, String otherText) {
        assertThat(PolicyFuzz.read(Dialect.RFC8461, otherText).map(PolicyFuzz::contentOf))
                .contains(PolicyFuzz.contentOf(policy));
    }

    private static String summary(Policy policy) {
        return policy.mode() + " " + policy.maxAge().toSeconds() + " "
                + policy.mxPatterns().stream()
                        .map(MxPattern::toString)
                        .map(NaiveNames::plain)
                        .toList();
    }

    private static Optional<String> expected(String text) {
        Map<String, String> first = new HashMap<>();
        List<String> mx = new ArrayList<>();
        for (String line : text.replaceAll("(\r?\n)+$", "").split("\r?\n", -1)) {
            var field = FIELD.matcher(line);
            if (!field.matches()) {
                return Optional.empty();
            }
            if (field.group("name").equals("mx")) {
                mx.add(field.group("value"));
            } else {
                first.putIfAbsent(field.group("name"), field.group("value"));
            }
        }
        return summary(first, mx);
    }

    private static Optional<String> summary(Map<String, String> first, List<String> mx) {
        String mode = first.getOrDefault("mode", "");
        String maxAge = first.getOrDefault("max_age", "");
        List<String> patterns = mx.stream()
                .filter(NaiveNames::isRfcPattern)
                .map(NaiveNames::plain)
                .toList();
        boolean valid = "STSv1".equals(first.get("version"))
                && List.of("enforce", "testing", "none").contains(mode)
                && maxAge.matches("[0-9]{1,10}")
                && mx.size() <= 1_000
                && (mode.equals("none") || !patterns.isEmpty());
        return valid
                ? Optional.of(Mode.valueOf(mode.toUpperCase(Locale.ROOT)) + " "
                        + Math.min(Long.parseLong(maxAge), 31_557_600) + " " + patterns)
                : Optional.empty();
    }
}
