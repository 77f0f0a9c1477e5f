package io.github.camelmtasts.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The corpus of the fuzzer, replayed at every build; {@link Fuzzing} makes more. */
class FuzzCorpusTest {

    @ParameterizedTest
    @EnumSource
    @Timeout(120) // seconds; takes one, and much more only if some input makes a parser run wild
    void holdsForEveryInputThatWasKept(FuzzTarget target) throws IOException {
        assertThat(target.inputs()).as("the corpus of %s", target).hasSizeGreaterThan(3);
        for (Path input : target.inputs()) {
            byte[] content = Files.readAllBytes(input);
            assertThat(content).as("the corpus stays small: %s", input).hasSizeLessThan(16_384);
            target.check(content);
        }
    }
}
