package io.github.camelmtasts.dns;

/**
 * Hears of what comes from the resolver, and nothing of what was remembered. On the thread that reads the network; must not
 * throw and must not wait.
 */
public interface ResolverListener {

    /** Hears nothing. */
    ResolverListener NOBODY = new ResolverListener() {
        @Override
        public void answered() {}

        @Override
        public void failed(String detail) {}
    };

    /** The resolver gave an answer, "none" included. */
    void answered();

    /** Nobody could say: the resolver does not answer, or not about this name. */
    void failed(String detail);
}
