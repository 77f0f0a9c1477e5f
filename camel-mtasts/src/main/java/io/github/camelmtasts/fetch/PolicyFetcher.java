package io.github.camelmtasts.fetch;

/** The door to policy hosts. */
@FunctionalInterface
public interface PolicyFetcher {

    /** Fetches a policy file once, within a bounded time and size. Never throws: what fails is a result. */
    FetchResult fetch(PolicyRequest request);
}
