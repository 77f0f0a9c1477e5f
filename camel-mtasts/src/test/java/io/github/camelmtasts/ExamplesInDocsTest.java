package io.github.camelmtasts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An example that is compiled and run cannot be wrong. */
class ExamplesInDocsTest {

    @Test
    void theTestKitsExampleIsTheClassThatRuns() throws IOException {
        String source = Files.readString(
                Path.of("src", "test", "java", "io", "github", "camelmtasts", "InvoiceRouteTest.java"));
        String shown = source.substring(source.indexOf("class InvoiceRouteTest"));

        assertThat(Files.readString(Path.of("..", "docs", "testkit.md"))).contains("```java\n" + shown + "```");
    }
}
