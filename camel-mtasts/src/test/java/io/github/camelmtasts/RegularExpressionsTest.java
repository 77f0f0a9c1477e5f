package io.github.camelmtasts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A group under a star or plus recurses once for each repetition (java.util.regex): a long text overflows the stack. */
class RegularExpressionsTest {

    private static final Pattern GROUP_WITHOUT_BOUND = Pattern.compile("\"[^\"]*\\)(?:[*+]|\\{[0-9]+,})");

    @ParameterizedTest
    @ValueSource(strings = {"camel-mtasts", "camel-mtasts-starter"})
    void noneRepeatsAGroupWithoutBound(String module) throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "main", "java"))) {
            List<Path> culprits = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(RegularExpressionsTest::repeatsAGroup)
                    .toList();

            assertThat(culprits).isEmpty();
        }
    }

    private static boolean repeatsAGroup(Path source) {
        try {
            return Files.readAllLines(source).stream()
                    .anyMatch(line -> GROUP_WITHOUT_BOUND.matcher(line).find());
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
