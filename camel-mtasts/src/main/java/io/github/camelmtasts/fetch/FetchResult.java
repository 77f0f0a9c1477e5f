package io.github.camelmtasts.fetch;

/** What came of one fetch. */
public sealed interface FetchResult {

    /** The body, decoded as UTF-8; nobody has read it yet. */
    record Fetched(String text) implements FetchResult {}

    /** No policy. A policy fetched earlier stays in force (RFC 8461 section 3.3). The detail is for a person. */
    record Failed(FetchFailure failure, String detail) implements FetchResult {}
}
