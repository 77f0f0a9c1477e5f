package io.github.camelmtasts;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Keeps headers that steer Camel, brokers, tracing or Jakarta Mail out of mails: a receiver has no use for them, and they
 * tell strangers about our inside. Every other message header becomes a header of the mail, as with {@code smtp:}.
 */
public class MtaStsHeaderFilterStrategy implements HeaderFilterStrategy {

    private static final List<String> PREFIXES = List.of(
            "Camel",
            "org.apache.camel",
            "MtaSts",
            "JMS",
            "_AMQ",
            "kafka.",
            "rabbitmq.",
            "mail.smtp",
            "X-B3-",
            "OpenTracing");

    private static final Set<String> NAMES =
            caseInsensitive("breadcrumbId", "traceparent", "tracestate", "baggage", "b3");

    private static Set<String> caseInsensitive(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(List.of(names));
        return set;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
        return NAMES.contains(name)
                || PREFIXES.stream().anyMatch(prefix -> name.regionMatches(true, 0, prefix, 0, prefix.length()));
    }

    /** Nothing comes in from mails here. */
    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
        return true;
    }
}
