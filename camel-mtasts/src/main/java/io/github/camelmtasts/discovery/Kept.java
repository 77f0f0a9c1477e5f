package io.github.camelmtasts.discovery;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.camelmtasts.policy.CachedPolicy;

/** What memory and store know of a domain's policy. */
sealed interface Kept {

    /** A policy that was fetched earlier and has not expired. */
    record InForce(CachedPolicy policy) implements Kept {}

    /** No such policy. */
    record Nothing() implements Kept {}

    /** Memory has none, and the store did not answer: there may be one. */
    record Unreadable(String detail) implements Kept {}

    /** Handles every case; a new case breaks the callers at compile time. */
    default <T> T fold(Function<CachedPolicy, T> inForce, Supplier<T> nothing, Function<String, T> unreadable) {
        if (this instanceof InForce kept) {
            return inForce.apply(kept.policy());
        }
        return this instanceof Unreadable failed ? unreadable.apply(failed.detail()) : nothing.get();
    }

    /** The policy that is known to be in force. */
    default Optional<CachedPolicy> inForce() {
        return fold(Optional::of, Optional::empty, detail -> Optional.empty());
    }
}
