package io.github.camelmtasts.publisher;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void onlyAFileWhoseNameIsThatOfADomainIsOne() throws Exception {
        for (String name : new String[] {"mine.example.txt", "README.txt", "mine.example.txt.bak", "-.txt"}) {
            Files.createFile(directory.resolve(name));
        }

        assertThat(new PolicyDirectory(directory).domains()).containsExactly(DomainName.of("mine.example"));
    }
}
