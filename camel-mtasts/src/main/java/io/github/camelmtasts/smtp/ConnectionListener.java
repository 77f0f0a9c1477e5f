package io.github.camelmtasts.smtp;

import io.github.camelmtasts.delivery.MxTarget;

/** Hears of connections with MX hosts, on the threads that want them; must not throw and must not wait. */
public interface ConnectionListener {

    /** Hears nothing. */
    ConnectionListener NOBODY = new ConnectionListener() {
        @Override
        public void waits() {}

        @Override
        public void waitedInVain() {}

        @Override
        public void reused() {}

        @Override
        public Opening opening(MxTarget target) {
            return resumed -> {};
        }
    };

    /** A mail waits for its turn, since all connections that there may be are in use. */
    void waits();

    /** It had none in time. */
    void waitedInVain();

    /** A mail begins over a connection that an earlier one had opened. */
    void reused();

    /** Somebody begins to connect; closed on the same thread, whatever comes of it. */
    Opening opening(MxTarget target);

    /** A connection that is being opened. */
    @FunctionalInterface
    interface Opening extends AutoCloseable {

        /** It is open; otherwise it came to nothing. */
        void opened(boolean tlsResumed);

        @Override
        default void close() {}
    }
}
