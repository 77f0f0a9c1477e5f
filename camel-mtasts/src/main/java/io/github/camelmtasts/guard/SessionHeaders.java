package io.github.camelmtasts.guard;

import java.util.List;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Message headers by which camel-mail lets a message choose settings of its mail session. */
final class SessionHeaders {

    private static final List<String> PREFIXES = List.of("mail.smtp.", "mail.smtps.");

    private SessionHeaders() {}

    /** The first one; null if there is none. */
    static @Nullable String first(Exchange exchange) {
        return exchange.getMessage().getHeaders().keySet().stream()
                .filter(name ->
                        PREFIXES.stream().anyMatch(prefix -> name.regionMatches(true, 0, prefix, 0, prefix.length())))
                .findFirst()
                .orElse(null);
    }
}
