package io.github.camelmtasts.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that the policy server read.
 *
 * @param host the Host header without its port, lower case; empty without one
 * @param path the request target, with its query
 * @param sni the server name of the TLS hello; null without one
 * @param headers all values by header name in lower case
 * @param method such as {@code GET}
 */
public record PolicyRequest(
        String host, String path, @Nullable String sni, Map<String, List<String>> headers, String method) {
    /** The first header of this name, whatever its case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }
}
