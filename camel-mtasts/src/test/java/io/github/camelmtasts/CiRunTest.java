package io.github.camelmtasts;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code .ci/run} makes of a build. Here the build is a script that leaves reports as Surefire writes them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = ".ci/run is a shell script")
class CiRunTest {

    private static final String STORE = "TEST-io.github.camelmtasts.store.PostgresPolicyStoreTest.xml";

    @TempDir
    private Path project;

    /** Empty where there is none that moves the date. */
    private String library = "";

    private record Build(int exitCode, List<String> lines) {

        String lastLine() {
            return lines.get(lines.size() - 1);
        }
    }

    private Build run(String... commands) throws Exception {
        script(".ci/run", Files.readString(Path.of("..", ".ci", "run")));
        script("mvnw", "#!/bin/sh\necho building with $@\n" + String.join("\n", commands) + "\n");
        ProcessBuilder builder = new ProcessBuilder(project.resolve(".ci/run").toString()).redirectErrorStream(true);
        builder.environment().remove("CI"); // a build server's run would install a browser
        builder.environment().put("FAKETIME_LIBRARY", library);
        Process build = builder.start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Build(build.waitFor(), said.lines().toList());
    }

    private void script(String name, String text) throws Exception {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static String report(String name, int tests, int errors, int skipped, int failures) {
        return """
                mkdir -p module/target/surefire-reports
                cat > module/target/surefire-reports/%s <<'END'
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite version="3.0.2" name="x" time="6.155" tests="%d" errors="%d" skipped="%d" failures="%d">
                  <testcase name="tests=&quot;7&quot;"/>
                </testsuite>
                END""".formatted(name, tests, errors, skipped, failures);
    }

    @ParameterizedTest
    @CsvSource({
        // tests, errors, skipped, failures, exit code of the build, ran, exit code
        "51, 0, 0, 0, 0, 51, 0",
        "51, 2, 3, 0, 1, 46, 1",
        "51, 0, 0, 4, 1, 51, 1", // a test that fails did run
        "51, 0, 0, 0, 130, 51, 130",
        "51, 0, 51, 0, 0, 0, 1", // all skipped
        "1, 1, 0, 0, 1, 0, 1" // no PostgreSQL
    })
    void saysHowManyTestsRanOnPostgres(
            int tests, int errors, int skipped, int failures, int built, int ran, int exitCode) throws Exception {
        Build build = run(report(STORE, tests, errors, skipped, failures), "exit " + built);

        assertThat(build.lines().get(0)).isEqualTo("building with verify");
        assertThat(build.lastLine()).isEqualTo("PostgreSQL tests: " + ran + " run");
        assertThat(build.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void runsTheTestsOfDatesUnderTwoOtherDates() throws Exception {
        library = "faketime.so";
        Build build = run(report(STORE, 51, 0, 0, 0));

        assertThat(build.lines())
                .contains(
                        "building with -q -Pother-date -Dfaketime=faketime.so -Dother.date=+365d"
                                + " -pl camel-mtasts -am test",
                        "Tests under another date: passed under +365d",
                        "Tests under another date: passed under @2028-02-29 23:59:30");
        assertThat(build.exitCode()).isZero();
    }

    @Test
    void failsIfATestDependsOnTheDate() throws Exception {
        library = "faketime.so";
        Build build = run(report(STORE, 51, 0, 0, 0), "case \"$*\" in *other-date*) exit 1;; esac");

        assertThat(build.lines()).contains("Tests under another date: failed under +365d");
        assertThat(build.exitCode()).isEqualTo(1);
    }

    @Test
    void saysThatNoTestRanUnderAnotherDateWhereTheDateCannotBeMoved() throws Exception {
        Build build = run(report(STORE, 51, 0, 0, 0));

        assertThat(build.lines())
                .contains("Tests under another date: not run, as libfaketime is not installed")
                .doesNotContain("building with -q");
        assertThat(build.exitCode()).isZero();
    }

    @Test
    void countsAllClassesOfThatName() throws Exception {
        Build build = run(
                report(STORE, 51, 0, 0, 0),
                report("TEST-io.github.camelmtasts.PostgresNodesTest.xml", 4, 0, 1, 0),
                report("TEST-io.github.camelmtasts.store.H2PolicyStoreTest.xml", 60, 0, 0, 0));

        assertThat(build.lastLine()).isEqualTo("PostgreSQL tests: 54 run");
    }

    @Test
    void saysHowManyTestsRanInABrowserAndAsksForNone() throws Exception {
        String browser = "TEST-io.github.camelmtasts.springboot.actuate.BrowserTest.xml";
        Build looked = run(report(STORE, 51, 0, 0, 0), report(browser, 9, 0, 0, 0));
        Build skipped = run(report(STORE, 51, 0, 0, 0), report(browser, 1, 0, 1, 0));

        assertThat(looked.lines()).contains("Browser tests: 9 run");
        assertThat(skipped.lines()).contains("Browser tests: 0 run");
        assertThat(skipped.exitCode()).isZero();
    }

    @Test
    void failsWhereNoneRanAndAnEarlierBuildsReportIsLeft() throws Exception {
        run(report(STORE, 51, 0, 0, 0));
        Build build = run("true");

        assertThat(build.lastLine()).isEqualTo("PostgreSQL tests: 0 run");
        assertThat(build.exitCode()).isEqualTo(1);
    }
}
