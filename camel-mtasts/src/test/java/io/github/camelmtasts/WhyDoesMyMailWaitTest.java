package io.github.camelmtasts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.github.camelmtasts.delivery.FailureReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever has a reason finds its section. */
class WhyDoesMyMailWaitTest {

    @Test
    void everyReasonHasItsSection() throws IOException {
        List<String> sections = Files.readAllLines(Path.of("..", "docs", "why-does-my-mail-wait.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.replaceAll("^### `|`$", ""))
                .toList();

        assertThat(sections)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(FailureReason.values()).map(Enum::name).toList());
    }
}
