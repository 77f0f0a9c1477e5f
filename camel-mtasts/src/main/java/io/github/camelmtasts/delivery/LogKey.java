package io.github.camelmtasts.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.MDC;

/**
 * What a thread is at, for the pattern of a log: a key of SLF4J's MDC, which every line has that is logged meanwhile. What
 * stood there before stands there again afterwards. No value is a personal address.
 */
public enum LogKey {
    /** The Message-ID of the mail. */
    MAIL("mtasts.mail"),
    /** The domain whose policy counts. */
    DOMAIN("mtasts.domain"),
    /** The MX host that is met. */
    MX_HOST("mtasts.mxHost");

    private final String key;

    LogKey(String key) {
        this.key = key;
    }

    /** Does this work at this value. */
    public void run(Object value, Runnable work) {
        get(value, () -> {
            work.run();
            return Optional.empty();
        });
    }

    /** As {@link #run}, with a result. */
    public <T> T get(Object value, Supplier<T> work) {
        Optional<String> before = set(Optional.of(value.toString()));
        try {
            return work.get();
        } finally {
            set(before);
        }
    }

    /** What stood there before. A log that cannot have its keys is no reason to hold mail up, or to lose what came of it. */
    private Optional<String> set(Optional<String> value) {
        try {
            Optional<String> before = Optional.ofNullable(MDC.get(key));
            value.ifPresentOrElse(now -> MDC.put(key, now), () -> MDC.remove(key));
            return before;
        } catch (RuntimeException | Error withoutKeys) {
            return Optional.empty();
        }
    }

    /** The same work for another thread; what this one has in the MDC now, the route's own keys too, stands there meanwhile. */
    public static Runnable carried(Runnable work) {
        Map<String, String> here = context();
        return () -> {
            Map<String, String> there = context();
            MDC.setContextMap(here);
            try {
                work.run();
            } finally {
                MDC.setContextMap(there);
            }
        };
    }

    /** A logger without MDC knows none. */
    private static Map<String, String> context() {
        return Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
    }
}
