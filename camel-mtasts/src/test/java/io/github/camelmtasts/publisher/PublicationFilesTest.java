package io.github.camelmtasts.publisher;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PublicationFilesTest {

    @TempDir
    private Path directory;

    @Test
    void whoeverFindsABrokenFileIsToldWhatItsLossCosts() throws Exception {
        Files.writeString(directory.resolve("mine.example.json"), "{");

        assertThatExceptionOfType(BrokenMemory.class)
                .isThrownBy(() -> new PublicationFiles(directory).find(DomainName.of("mine.example")))
                .withMessageContainingAll("restore the file from a backup", "remove it only if all hosts");
    }
}
