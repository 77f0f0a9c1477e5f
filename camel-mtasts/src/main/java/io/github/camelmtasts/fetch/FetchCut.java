package io.github.camelmtasts.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.Socket;

import org.jspecify.annotations.Nullable;

/**
 * Ends a fetch from outside: closes its connection, even one that is still coming about, and lets no further one be made.
 * HttpClient's own abort waits for a connection to come about, address by address. Thread-safe.
 */
final class FetchCut {

    private boolean made;
    private @Nullable Socket open;

    synchronized Socket newSocket() throws IOException {
        if (made) {
            throw new InterruptedIOException("there is no time left");
        }
        open = new UncutSocket();
        return open;
    }

    synchronized void make() {
        made = true;
        if (open != null) {
            try {
                open.close();
            } catch (IOException cannotClose) {
                throw new UncheckedIOException(cannotClose);
            }
        }
    }

    synchronized boolean isMade() {
        return made;
    }
}
