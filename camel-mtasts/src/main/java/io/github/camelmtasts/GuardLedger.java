package io.github.camelmtasts;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/** Which {@code smtp:} endpoints a component guards, in which way, and what came of it. Safe for use by many threads. */
public final class GuardLedger {

    /** Routes may make endpoints by message; beyond these, hosts share one entry. */
    private static final int MAX_ENTRIES = 1000;

    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();

    /**
     * The entry of a host in a role, made if there is none.
     *
     * @param subject the endpoint without its options, and how it is guarded: one line, no secrets
     */
    public Entry entry(String subject) {
        return entry(subject, () -> {});
    }

    /**
     * The same.
     *
     * @param ifNew done once for each entry
     */
    public Entry entry(String subject, Runnable ifNew) {
        Entry known = entries.get(subject);
        if (known != null) {
            return known;
        }
        Entry made = new Entry();
        Entry there = entries.putIfAbsent(entries.size() < MAX_ENTRIES ? subject : "other endpoints", made);
        if (there == null) {
            ifNew.run();
        }
        return there == null ? made : there;
    }

    /** What is known, a line for each entry. */
    public List<String> lines() {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();
    }

    /** What came of the mails at one host. */
    public static final class Entry {

        private final LongAdder mails = new LongAdder();
        private final LongAdder stopped = new LongAdder();
        private volatile @Nullable String lastFinding;

        private Entry() {}

        /** A mail was to be sent. */
        public void mail() {
            mails.increment();
        }

        /** A mail was stopped, or would have been. */
        public void stopped(String why) {
            stopped.increment();
            lastFinding = why;
        }

        /** How many mails were to be sent. */
        public long mails() {
            return mails.sum();
        }

        /** How many of them were stopped, or would have been. */
        public long stopped() {
            return stopped.sum();
        }

        @Override
        public String toString() {
            String why = lastFinding;
            return "mails: " + mails() + ", stopped or to be stopped: " + stopped()
                    + (why == null ? "" : "; at last: " + why);
        }
    }
}
