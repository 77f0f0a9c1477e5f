package io.github.camelmtasts.examples.guard;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Runs the comparison in a Java machine of its own: mail without a guard asks the machine's resolver where its host is, and only
 * at its start can a Java machine be told to look that up in a file.
 */
public final class GuardExistingRoutes {

    private GuardExistingRoutes() {}

    /** Ends with the exit code of the comparison. */
    public static void main(String[] words) throws Exception {
        int exitCode = run(Redirect.INHERIT);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Returns the exit code. */
    static int run(Redirect output) throws IOException, InterruptedException {
        Path hosts = Files.createTempFile("hosts", "");
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djdk.net.hosts.file=" + hosts,
                            "-cp",
                            classPath(),
                            Comparison.class.getName())
                    .redirectOutput(output)
                    .redirectError(Redirect.INHERIT)
                    .start()
                    .waitFor();
        } finally {
            Files.delete(hosts);
        }
    }

    /** Maven has it in a class loader. */
    private static String classPath() {
        return GuardExistingRoutes.class.getClassLoader() instanceof URLClassLoader maven
                ? Arrays.stream(maven.getURLs())
                        .map(GuardExistingRoutes::file)
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private static String file(URL url) {
        return Path.of(URI.create(url.toString())).toString();
    }
}
