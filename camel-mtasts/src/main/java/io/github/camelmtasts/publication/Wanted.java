package io.github.camelmtasts.publication;

import java.util.function.Function;
import java.util.function.Supplier;

/** What the owner of a domain wants to publish. */
public sealed interface Wanted {

    /** This. */
    record Policy(PublishedPolicy policy) implements Wanted {}

    /** Nothing any more. */
    record Nothing() implements Wanted {}

    /** Nobody can say, or it is no policy; the sentence says why. */
    record Unusable(String why) implements Wanted {}

    /** Handles every case; a new case breaks the callers at compile time. */
    default <T> T fold(Function<PublishedPolicy, T> policy, Supplier<T> nothing, Function<String, T> unusable) {
        if (this instanceof Policy some) {
            return policy.apply(some.policy());
        }
        return this instanceof Nothing ? nothing.get() : unusable.apply(((Unusable) this).why());
    }

    /** Whether it is known that nothing is wanted. */
    default boolean isNothing() {
        return this instanceof Nothing;
    }
}
