package io.github.camelmtasts;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.github.camelmtasts.fetch.ConnectProxy;
import io.github.camelmtasts.testkit.LoopbackInternet;

/** The JDK's HTTPS client: whoever else reads our policies. It reaches every host through a proxy, as it has no other DNS. */
final class WebClient implements AutoCloseable {

    private final ConnectProxy proxy;
    private final HttpClient client;

    WebClient(LoopbackInternet internet, int port) {
        proxy = new ConnectProxy(port, lines -> ConnectProxy.ESTABLISHED);
        String[] address = proxy.address().split(":", 2);
        client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress(address[0], Integer.parseInt(address[1]))))
                .sslContext(internet.clientSslContext())
                .build();
    }

    HttpResponse<String> get(String url) {
        return ask("GET", url);
    }

    HttpResponse<String> ask(String method, String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    @Override
    public void close() {
        proxy.close();
    }
}
