package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.github.camelmtasts.dns.DnsLookup;
import org.jspecify.annotations.Nullable;

/**
 * The question that shows whether the resolver answers. However many ask for the health at once, it is put once, and all of them
 * wait for the one answer; who comes soon after makes do with it. Safe for use by many threads.
 */
final class RootQuestion {

    /** Longer than one request for the health takes that asks several times, and short beside the periods of probes. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** The name of the root zone: every resolver that works can say something about it, and it is nobody's partner. */
    private static final String ROOT = "";

    private final DnsLookup dns;
    private final InstantSource clock;
    private @Nullable Instant answered; // under the lock of this object

    RootQuestion(DnsLookup dns, InstantSource clock) {
        this.dns = dns;
        this.clock = clock;
    }

    /** Puts it, unless it was put just now; the lookout hears the answer, as any other. */
    synchronized void ask() {
        Instant now = clock.instant();
        Instant last = answered;
        if (last == null || now.isBefore(last) || !now.isBefore(last.plus(PAUSE))) {
            dns.freshTxt(ROOT);
            answered = clock.instant();
        }
    }
}
