package io.github.camelmtasts.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs Jazzer on each {@link FuzzTarget}, in a JVM of its own since it ends the one it runs in, and prints a line for each. */
final class Fuzzing {

    private static final Path OUTPUT = Path.of("target/fuzz");

    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: *(\\d+)");

    private Fuzzing() {}

    /** The argument is the time for each target, in seconds. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean clean = true;
        for (FuzzTarget target : FuzzTarget.values()) {
            clean &= run(target, Integer.parseInt(arguments[0]));
        }
        System.exit(clean ? 0 : 1);
    }

    private static boolean run(FuzzTarget target, int seconds) throws IOException, InterruptedException {
        Path found = Files.createDirectories(OUTPUT.resolve(target.type.getSimpleName()));
        Path log = OUTPUT.resolve(target.type.getSimpleName() + ".log");
        int exit = new ProcessBuilder(command(target, seconds, found))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        Matcher executions = EXECUTIONS.matcher(Files.readString(log, StandardCharsets.ISO_8859_1));
        System.out.printf(
                "%-16s %10s executions in %d s, %s (%s)%n",
                target.type.getSimpleName(),
                executions.find() ? executions.group(1) : "?",
                seconds,
                exit == 0 ? "no finding" : "A FINDING",
                log);
        return exit == 0;
    }

    private static List<String> command(FuzzTarget target, int seconds, Path found) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-classpath",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type.getName(),
                "--instrumentation_includes=io.github.camelmtasts.**:com.fasterxml.jackson.core.json.Reader*",
                "--custom_hook_includes=io.github.camelmtasts.**", // else it looks into AssertJ as well
                "--reproducer_path=" + OUTPUT,
                "-artifact_prefix=" + OUTPUT + "/" + target.type.getSimpleName() + "-",
                "-max_total_time=" + seconds,
                "-timeout=30", // seconds for one input; the first loads and instruments classes
                "-max_len=4200", // bytes; beyond the longest record
                "-rss_limit_mb=4096",
                "-print_final_stats=1",
                found.toString(),
                target.corpus().toString());
    }
}
