package io.github.camelmtasts.springboot.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** Asks a web server. */
final class Client {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;

    Client(URI server) {
        this.server = server;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> getAs(String user, String password, String path) {
        String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return send(request(path).header("Authorization", "Basic " + login).GET());
    }

    HttpResponse<String> post(String path) {
        return post(path, "{}");
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    /** A JSON object. */
    static JsonObject json(HttpResponse<String> response) {
        try {
            return (JsonObject) Jsoner.deserialize(response.body());
        } catch (DeserializationException noJson) {
            throw new AssertionError(response.body(), noJson);
        }
    }

    /** An object within an object. */
    static JsonObject object(JsonObject whole, String name) {
        return (JsonObject) Objects.requireNonNull(whole.get(name), name);
    }

    /** An array within an object. */
    static JsonArray array(JsonObject whole, String name) {
        return (JsonArray) Objects.requireNonNull(whole.get(name), name);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
