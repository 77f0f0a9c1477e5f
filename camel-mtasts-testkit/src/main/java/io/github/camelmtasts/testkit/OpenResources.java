package io.github.camelmtasts.testkit;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in reverse order, also when the start fails half-way. */
final class OpenResources implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Closes everything, whatever fails; the first failure is thrown at the end. */
    @Override
    public void close() {
        IllegalStateException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("could not close everything", e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
