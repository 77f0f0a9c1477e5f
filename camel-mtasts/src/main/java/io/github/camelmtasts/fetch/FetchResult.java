package io.github.camelmtasts.fetch;

import java.util.function.Function;

/** What came of one fetch. */
public sealed interface FetchResult {

    /** The body, decoded as UTF-8; nobody has read it yet. */
    record Fetched(String text) implements FetchResult {}

    /** No policy. A policy fetched earlier stays in force (RFC 8461 section 3.3). The detail is for a person. */
    record Failed(FetchFailure failure, String detail) implements FetchResult {}

    /** Handles every case; a new case breaks the callers at compile time. */
    default <T> T fold(Function<String, T> fetched, Function<Failed, T> failed) {
        return this instanceof Fetched some ? fetched.apply(some.text()) : failed.apply((Failed) this);
    }
}
