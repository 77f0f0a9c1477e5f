package io.github.camelmtasts.policy;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/** A JSON policy (draft-06 section 3.2): what it does not know does not change it, and nothing may stand behind it. */
public final class JsonPolicyFuzz {

    private static final String STRANGER = "x-nobodys-member";

    private JsonPolicyFuzz() {}

    /** Called by the fuzzer with what it made up, and by {@link FuzzCorpusTest} with what it kept. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        PolicyFuzz.read(Dialect.DRAFT06, text).ifPresent(policy -> {
            assertThat(PolicyFuzz.read(Dialect.DRAFT06, text + " \r\n").map(PolicyFuzz::contentOf))
                    .contains(PolicyFuzz.contentOf(policy));
            assertThat(PolicyFuzz.read(Dialect.DRAFT06, text + "{}")).isEmpty();
            if (!text.contains("nobodys")) {
                String more = text.replaceFirst("\\{", "{\"" + STRANGER + "\": [{\"mx\": null}, 1.5e3],");
                assertThat(PolicyFuzz.read(Dialect.DRAFT06, more).map(PolicyFuzz::contentOf))
                        .contains(PolicyFuzz.contentOf(policy));
            }
        });
    }
}
