package io.github.camelmtasts.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SpoolTest {

    private static final byte[] LARGE = new byte[300 * 1024];

    @TempDir
    Path directory;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private Spool spool() {
        return new Spool(new SpoolRules(directory, Long.MAX_VALUE));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // no limit of the size of files there
    void aFileThatCannotBeWrittenToItsEndIsRemoved() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 2000 && exec \"$0\" \"$@\"", // at most two megabytes, as on a disk that is full then
                        java(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDisk.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(process.inputReader().lines()).contains("the disk is full");
        assertThat(files()).isEmpty();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Test
    void aMailInAFileTakesUpNoMemory() throws IOException {
        try (Spool spool = spool()) {
            spool.write(new byte[200 * 1024]);
            spool.write(new byte[100 * 1024]);
            spool.complete();

            assertThat(spool.isInMemory()).isFalse();
            assertThat(spool.bytesInMemory()).isZero();
            assertThat(spool.open().readAllBytes()).hasSize(300 * 1024);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aSweepLeavesFilesInUseAndWhatIsNotOurs() throws IOException {
        Files.createFile(directory.resolve("mtasts-of-an-older-process.eml"));
        Files.createFile(directory.resolve("mtasts-of-a-killed-process.eml"));
        Files.createFile(directory.resolve("mtasts-of-a-killed-process.lock"));
        Files.createFile(directory.resolve("mine.eml"));
        try (Spool spool = spool()) {
            spool.write(LARGE);
            spool.complete();
            SpoolFile.sweep(directory);

            assertThat(files()).hasSize(3).contains("mine.eml");
            assertThat(spool.open().readAllBytes()).hasSize(LARGE.length);
        }
        assertThat(files()).containsExactly("mine.eml");
    }

    @Test
    void aSweepLeavesTheFilesOfAProcessThatRunsAndRemovesThoseOfOneThatWasKilled() throws Exception {
        Process process = new ProcessBuilder(
                        java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("spooled");
            SpoolFile.sweep(directory);
            assertThat(files()).hasSize(2);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        SpoolFile.sweep(directory);

        assertThat(files()).isEmpty();
    }

    @Test
    void sweepsOfAnotherProcessAndOfThisOne_leaveEachFileThatIsMadeMeanwhile() throws Exception {
        Process process = new ProcessBuilder(
                        java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sweeper.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("sweeping");
            for (int i = 0; i < 1000; i++) {
                SpoolFile file = SpoolFile.create(directory);
                SpoolFile.sweep(directory);
                assertThat(Files.exists(file.path())).as("file " + i).isTrue();
                file.delete();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsSweptWithoutBeingMade() {
        SpoolFile.sweep(directory.resolve("none"));

        assertThat(directory.resolve("none")).doesNotExist();
    }

    /** Sweeps again and again, until it is killed. */
    static final class Sweeper {

        private Sweeper() {}

        public static void main(String[] arguments) {
            System.out.println("sweeping");
            while (true) {
                SpoolFile.sweep(Path.of(arguments[0]));
            }
        }
    }

    /** Holds a mail in a process of its own, until it is killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            Spool spool = new Spool(new SpoolRules(Path.of(arguments[0]), Long.MAX_VALUE));
            spool.write(LARGE);
            spool.complete();
            System.out.println("spooled");
            System.in.read();
        }
    }

    /** Writes more than there is room for. */
    static final class FullDisk {

        private FullDisk() {}

        public static void main(String[] arguments) {
            try (Spool spool = new Spool(new SpoolRules(Path.of(arguments[0]), Long.MAX_VALUE))) {
                for (int kilobytes = 0; kilobytes < 4096; kilobytes++) {
                    spool.write(new byte[1000]);
                }
            } catch (IOException full) {
                System.out.println("the disk is full");
            }
        }
    }
}
