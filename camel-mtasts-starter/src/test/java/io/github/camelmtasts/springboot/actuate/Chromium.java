package io.github.camelmtasts.springboot.actuate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** A headless Chromium with one page, steered by its DevTools protocol. One thread steers. */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private static final String LISTENING = "DevTools listening on ";

    /** For any one answer, on a machine that does much else. */
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonObject> replies = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonObject> loads = new LinkedBlockingQueue<>();
    private final List<JsonObject> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private int lastId;

    private Chromium(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Ear())
                .join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** Where one is installed; empty on a machine without. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it, with what it remembers in this directory. */
    static Chromium start(Path program, Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + directory,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Chromium(process, pageOf(addressOf(process)));
    }

    private static URI addressOf(Process process) throws IOException {
        BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            if (line.startsWith(LISTENING)) {
                return URI.create(line.substring(LISTENING.length()));
            }
        }
        throw new IllegalStateException("Chromium ended before it listened");
    }

    private static URI pageOf(URI browser) {
        URI list = URI.create("http://" + browser.getAuthority() + "/json/list");
        try {
            String answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                    .body();
            return ((JsonArray) Jsoner.deserialize(answer))
                    .stream()
                            .map(JsonObject.class::cast)
                            .filter(target -> "page".equals(target.getString("type")))
                            .map(target -> URI.create(target.getString("webSocketDebuggerUrl")))
                            .findFirst()
                            .orElseThrow();
        } catch (IOException | InterruptedException | DeserializationException broken) {
            throw new IllegalStateException("Chromium does not answer", broken);
        }
    }

    /** Hears what the browser says. */
    private final class Ear implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        @SuppressWarnings("NullAway") // null is how a listener says that it is done
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                heard(parsed(message.toString()));
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private static JsonObject parsed(String message) {
        try {
            return (JsonObject) Jsoner.deserialize(message);
        } catch (DeserializationException broken) {
            throw new IllegalStateException(message, broken);
        }
    }

    private void heard(JsonObject message) {
        if (message.containsKey("id")) {
            replies.add(message);
            return;
        }
        JsonObject details = message.getMapOrDefault("params", new JsonObject());
        switch (message.getString("method")) {
            case "Page.loadEventFired" -> loads.add(details);
            case "Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled" -> complaints.add(details);
            case "Network.requestWillBeSent" ->
                requests.add(Client.object(details, "request").getString("url"));
            default -> {}
        }
    }

    private JsonObject call(String method, Map<String, ?> arguments) {
        int id = ++lastId;
        socket.sendText(Jsoner.serialize(new JsonObject(Map.of("id", id, "method", method, "params", arguments))), true)
                .join();
        JsonObject reply = next(replies, answer -> answer.getInteger("id") == id);
        if (!reply.containsKey("result")) {
            throw new IllegalStateException(method + ": " + reply);
        }
        return Client.object(reply, "result");
    }

    private static JsonObject next(BlockingQueue<JsonObject> queue, Predicate<JsonObject> wanted) {
        try {
            JsonObject message;
            do {
                message = Objects.requireNonNull(queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "Chromium is silent");
            } while (!wanted.test(message));
            return message;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Sends these headers with each request. */
    void headers(Map<String, String> headers) {
        call("Network.setExtraHTTPHeaders", Map.of("headers", new JsonObject(headers)));
    }

    /** A screen of this many CSS pixels, on which the reader prefers {@code light} or {@code dark}. */
    void screen(int width, int height, String preference) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", preference))));
    }

    /** Opens a page and waits until it is there. */
    void open(URI page) {
        complaints.clear();
        requests.clear();
        loads.clear();
        call("Page.navigate", Map.of("url", page.toString()));
        next(loads, any -> true);
    }

    /** What a JavaScript expression gives. */
    Object ask(String expression) {
        JsonObject answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        return Objects.requireNonNull(Client.object(answer, "result").get("value"), answer::toString);
    }

    /** The whole page as PNG. */
    byte[] picture() {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                        .getString("data"));
    }

    /** What the browser did not like about the page. */
    List<JsonObject> complaints() {
        return complaints;
    }

    /** What the page asked for, itself first. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(stopped));
        }
    }
}
