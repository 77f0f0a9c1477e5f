package io.github.camelmtasts.examples.durable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Somebody who submits mails by HTTP and looks at the queues. */
final class Client {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    Client(URI address) {
        this.address = address;
    }

    /** Answers the status. */
    int submit(String to, String subject, String... otherHeaders) throws IOException, InterruptedException {
        HttpRequest.Builder mail = HttpRequest.newBuilder(address.resolve("mails"))
                .header("Content-Type", "text/plain")
                .header("To", to)
                .header("Subject", subject)
                .POST(BodyPublishers.ofString("Dear customer"));
        if (otherHeaders.length > 0) {
            mail.headers(otherHeaders);
        }
        return http.send(mail.build(), BodyHandlers.discarding()).statusCode();
    }

    String queues() throws IOException, InterruptedException {
        HttpRequest look = HttpRequest.newBuilder(address.resolve("queues")).build();
        return http.send(look, BodyHandlers.ofString()).body();
    }
}
