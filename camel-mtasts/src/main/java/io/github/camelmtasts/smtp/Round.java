package io.github.camelmtasts.smtp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round of work that is done again and again. An executor silently ends a task that throws, so that no round may. */
public final class Round {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private Round() {}

    /** The same work, but whatever it throws, an Error too, is logged and the next round comes. */
    public static Runnable of(String what, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Throwable broken) {
                LOG.error("{} failed; the next round tries again", what, broken);
            }
        };
    }
}
