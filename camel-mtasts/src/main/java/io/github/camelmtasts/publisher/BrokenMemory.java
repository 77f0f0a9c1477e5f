package io.github.camelmtasts.publisher;

import java.io.Serial;

/** What is remembered of a domain cannot be read, so that nobody knows what senders hold. */
final class BrokenMemory extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1;

    BrokenMemory(String message, Exception cause) {
        super(message, cause);
    }
}
