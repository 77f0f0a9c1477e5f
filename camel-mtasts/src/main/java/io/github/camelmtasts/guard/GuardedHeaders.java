package io.github.camelmtasts.guard;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/** Lets into a mail what the endpoint lets in, but for the headers by which our own mails travel. */
final class GuardedHeaders implements HeaderFilterStrategy {

    private static final String OURS = "MtaSts";

    private final HeaderFilterStrategy theirs;

    GuardedHeaders(HeaderFilterStrategy theirs) {
        this.theirs = theirs;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
        return name.regionMatches(true, 0, OURS, 0, OURS.length())
                || theirs.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
        return theirs.applyFilterToExternalHeaders(name, value, exchange);
    }
}
