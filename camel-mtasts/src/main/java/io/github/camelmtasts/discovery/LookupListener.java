package io.github.camelmtasts.discovery;

import io.github.camelmtasts.policy.DomainName;

/** Hears of each look-up of a policy for a delivery, on the thread that wants to know; must not throw and must not wait. */
@FunctionalInterface
public interface LookupListener {

    /** Hears nothing. */
    LookupListener NOBODY = domain -> found -> {};

    /** Somebody begins to look; closed on the same thread, whatever comes of it. */
    Lookup begins(DomainName domain);

    /** A look-up under way. */
    @FunctionalInterface
    interface Lookup extends AutoCloseable {

        /** It is over, and this is the decision; otherwise it broke on our side. */
        void found(Discovered found);

        @Override
        default void close() {}
    }
}
