package io.github.camelmtasts.publisher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Several nodes write the same files. */
class SmallFileTest {

    private static final String LINE = "a line of some length, so that a text takes more than one block of a file\n";

    @TempDir
    private Path directory;

    @Test
    void ofManyWritersOneCountsAndNoDraftIsLeft() throws Exception {
        Path file = directory.resolve("mine.example.json");

        IntStream.rangeClosed(1, 64).parallel().forEach(lines -> {
            SmallFile.write(file, LINE.repeat(lines * 10));
            assertThat(SmallFile.read(file).orElseThrow().length() % (LINE.length() * 10))
                    .as("a whole text")
                    .isZero();
        });

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void theDraftOfAnotherNodeIsLeftAlone() throws Exception {
        Path file = directory.resolve("mine.example.json");
        Path other = Files.createDirectory(directory.resolve("mine.example.json.new"));

        SmallFile.write(file, "ours");

        assertThat(SmallFile.read(file)).isEqualTo(Optional.of("ours"));
        assertThat(other).exists();
    }
}
