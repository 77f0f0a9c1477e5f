package io.github.camelmtasts.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What a policy file says: members to be written in either format, or bytes given by hand. */
sealed interface PolicyText {
    byte[] in(PolicyFormat format);

    /** A well-formed policy. */
    record Members(String mode, List<String> mx, Duration maxAge) implements PolicyText {
        @Override
        public byte[] in(PolicyFormat format) {
            String text = format == PolicyFormat.TEXT ? asText() : asJson();
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private String asText() {
            String patterns =
                    mx.stream().map(pattern -> "mx: " + pattern + "\r\n").collect(Collectors.joining());
            return "version: STSv1\r\nmode: " + mode + "\r\n" + patterns + "max_age: " + maxAge.toSeconds() + "\r\n";
        }

        private String asJson() {
            String patterns = mx.stream().map(pattern -> '"' + pattern + '"').collect(Collectors.joining(", "));
            return """
                    {"version": "STSv1", "mode": "%s", "mx": [%s], "max_age": %d}
                    """.formatted(mode, patterns, maxAge.toSeconds());
        }
    }

    /** Octets as the test wrote them, kept as ISO-8859-1 so that they compare by value. */
    record Raw(String latin1) implements PolicyText {
        static Raw of(byte[] bytes) {
            return new Raw(new String(bytes, StandardCharsets.ISO_8859_1));
        }

        @Override
        public byte[] in(PolicyFormat format) {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
