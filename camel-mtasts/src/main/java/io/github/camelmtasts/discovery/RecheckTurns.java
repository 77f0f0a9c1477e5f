package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.DomainName;

/** Gives each domain one re-check in five minutes, however many mails to it fail. */
final class RecheckTurns {

    private static final Duration PAUSE = Duration.ofMinutes(5);

    private static final int MAX_DOMAINS = 100_000;

    private final Cache<DomainName, Instant> last =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    /** Whether the caller may ask now; if so, nobody else may for a while. */
    boolean take(DomainName domain, Instant now) {
        Instant before = last.asMap().putIfAbsent(domain, now);
        return before == null
                || (!now.isBefore(before.plus(PAUSE)) && last.asMap().replace(domain, before, now));
    }
}
