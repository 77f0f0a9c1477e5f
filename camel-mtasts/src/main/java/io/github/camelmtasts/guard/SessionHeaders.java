package io.github.camelmtasts.guard;

import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.Untrusted;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailEndpoint;

/** Message headers by which camel-mail lets a message choose settings of its mail session. */
final class SessionHeaders {

    private static final List<String> PREFIXES = List.of("mail.smtp.", "mail.smtps.");

    private SessionHeaders() {}

    /**
     * Refuses a message that would choose how the endpoint is reached.
     *
     * @throws IllegalArgumentException naming the header, and what to do
     */
    static void refuse(Exchange exchange, MailEndpoint endpoint) {
        complaint(exchange, endpoint).ifPresent(complaint -> {
            throw new IllegalArgumentException("The mail is not sent: " + complaint
                    + "; remove the header, or the option useJavaMailSessionPropertiesFromHeaders");
        });
    }

    /** What the message would change of the endpoint, if the endpoint lets it; empty if nothing. */
    static Optional<String> complaint(Exchange exchange, MailEndpoint endpoint) {
        return endpoint.getConfiguration().isUseJavaMailSessionPropertiesFromHeaders()
                ? first(exchange)
                        .map(header -> "its header " + Untrusted.text(header, 80) + " would change how "
                                + MailEndpoints.name(endpoint) + " is reached, and the endpoint is guarded")
                : Optional.empty();
    }

    private static Optional<String> first(Exchange exchange) {
        return exchange.getMessage().getHeaders().keySet().stream()
                .filter(name ->
                        PREFIXES.stream().anyMatch(prefix -> name.regionMatches(true, 0, prefix, 0, prefix.length())))
                .findFirst();
    }
}
