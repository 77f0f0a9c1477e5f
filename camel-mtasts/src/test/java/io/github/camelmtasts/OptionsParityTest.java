package io.github.camelmtasts;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever comes from {@code smtp:} finds each of its options here, or a word on why it is not. */
class OptionsParityTest {

    static Stream<String> producerOptionsOfSmtp() throws Exception {
        return Catalog.section("META-INF/org/apache/camel/component/mail/smtp.json", "properties").entrySet().stream()
                .filter(option -> !String.valueOf(((JsonObject) option.getValue()).get("label"))
                        .contains("consumer"))
                .map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("producerOptionsOfSmtp")
    void anOptionOfSmtpIsHereOrRefused(String option) throws Exception {
        Collection<String> ours = Catalog.section("META-INF/io/github/camelmtasts/mtasts.json", "properties")
                .keySet();

        assertThat(Stream.of(ours, RefusedOptions.reasons().keySet())
                        .filter(options -> options.contains(option))
                        .toList())
                .as("declare %s in MessageOptions, or say in RefusedOptions why it cannot be", option)
                .isNotEmpty();
    }
}
