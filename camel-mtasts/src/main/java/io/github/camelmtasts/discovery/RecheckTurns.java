package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Gives each inquiry one re-check in five minutes, however many mails to its domain fail. */
final class RecheckTurns {

    private static final Duration PAUSE = Duration.ofMinutes(5);

    private static final int MAX_INQUIRIES = 100_000;

    private final Cache<Inquiry, Instant> last =
            Caffeine.newBuilder().maximumSize(MAX_INQUIRIES).build();

    /** Whether the caller may ask now; if so, nobody else may for a while. */
    boolean take(Inquiry inquiry, Instant now) {
        Instant before = last.asMap().putIfAbsent(inquiry, now);
        return before == null
                || (!now.isBefore(before.plus(PAUSE)) && last.asMap().replace(inquiry, before, now));
    }
}
