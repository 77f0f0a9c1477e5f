package io.github.camelmtasts.examples.durable;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelmtasts.testkit.LoopbackInternet;

/** The program in a process of its own, to be killed. Its errors go to ours. */
final class Child implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Takes mail at (.*)mails, process .*");

    private final Process process;
    private final URI address;

    private Child(Process process) throws IOException {
        this.process = process;
        try (BufferedReader said = process.inputReader()) {
            String line = said.readLine();
            Matcher ready = READY.matcher(line == null ? "nothing" : line);
            if (!ready.matches()) {
                process.destroyForcibly();
                throw new IllegalStateException("the program said: " + line);
            }
            address = URI.create(ready.group(1));
        }
    }

    /** Returns when it takes mail. */
    static Child start(Path data, LoopbackInternet internet) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                DurableOutbound.class.getName(),
                "--real"));
        settings(data, internet).forEach((name, value) -> command.add(name + "=" + value));
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** For a program that lives in this directory and delivers into this internet. */
    static Map<String, String> settings(Path data, LoopbackInternet internet) {
        Map<String, String> settings = new HashMap<>(PracticeInternet.settings(internet));
        settings.put("data", data.toString());
        settings.put("http.port", "0");
        return settings;
    }

    Client client() {
        return new Client(address);
    }

    /** By SIGKILL: nothing is closed, flushed or told. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void killAfter(Duration moment) throws InterruptedException {
        process.waitFor(moment.toNanos(), TimeUnit.NANOSECONDS);
        kill();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
