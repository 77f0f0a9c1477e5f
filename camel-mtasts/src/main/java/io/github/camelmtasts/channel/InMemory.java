package io.github.camelmtasts.channel;

import java.util.Locale;
import java.util.Set;

/** Tells endpoints that keep messages in this process alone, where a restart loses them. */
public final class InMemory {

    private static final Set<String> QUEUES = Set.of("seda", "vm", "disruptor", "disruptor-vm", "stub");

    /** Whatever stands behind them may keep a message, or not. */
    private static final Set<String> CALLS = Set.of("direct", "direct-vm");

    private InMemory() {}

    /** Whether the endpoint of this URI is a queue in memory. */
    public static boolean isQueue(String uri) {
        return QUEUES.contains(schemeOf(uri));
    }

    /** Whether a message that is sent to the endpoint of this URI is, for all that can be told, in memory only. */
    static boolean isChannel(String uri) {
        return isQueue(uri) || CALLS.contains(schemeOf(uri));
    }

    private static String schemeOf(String uri) {
        int colon = uri.indexOf(':');
        return colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
    }
}
