package io.github.camelmtasts.discovery;

import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.camelmtasts.discovery.FetchBackoff.FailedFetch;
import io.github.camelmtasts.policy.CachedPolicy;

/** What came of the wish for a newer policy. */
sealed interface Update {

    /** One that will do: fetched now, or by another node a moment ago. */
    record Came(CachedPolicy policy, PolicySource source) implements Update {}

    /** None, and why; what was in force stays so. */
    record Failed(FailedFetch why) implements Update {}

    default <T> T fold(BiFunction<CachedPolicy, PolicySource, T> came, Function<FailedFetch, T> failed) {
        return this instanceof Came update
                ? came.apply(update.policy(), update.source())
                : failed.apply(((Failed) this).why());
    }
}
