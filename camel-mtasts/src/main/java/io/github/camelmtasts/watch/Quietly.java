package io.github.camelmtasts.watch;

import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who watches must not spoil what is watched: a registry that breaks makes no delivered mail look undelivered. */
final class Quietly {

    private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void run(Runnable watching) {
        try {
            watching.run();
        } catch (RuntimeException | Error broken) {
            LOG.warn("Somebody who watches deliveries broke; the mail goes on", broken);
        }
    }

    static <T> T get(Supplier<T> watching, T otherwise) {
        try {
            return watching.get();
        } catch (RuntimeException | Error broken) {
            LOG.warn("Somebody who watches deliveries broke; the mail goes on", broken);
            return otherwise;
        }
    }
}
