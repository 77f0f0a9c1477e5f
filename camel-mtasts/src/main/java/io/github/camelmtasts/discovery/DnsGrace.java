package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.DomainName;

/** Remembers since when a domain's record cannot be looked up, as mail does not wait for a broken zone for ever. */
final class DnsGrace {

    /** A failure longer ago is another story. */
    private static final Duration MEMORY = Duration.ofDays(1);

    private static final int MAX_DOMAINS = 100_000;

    private record Failing(Instant since, Instant last) {

        boolean isOneStory(Instant now) {
            return now.isBefore(last.plus(MEMORY));
        }
    }

    private final Cache<DomainName, Failing> failing =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    /** Notes a failure, and says when the first one of this story was. */
    Instant failedSince(DomainName domain, Instant now) {
        return failing.asMap()
                .merge(
                        domain,
                        new Failing(now, now),
                        (before, latest) -> before.isOneStory(now) ? new Failing(before.since(), now) : latest)
                .since();
    }

    void answered(DomainName domain) {
        if (failing.getIfPresent(domain) != null) {
            failing.invalidate(domain);
        }
    }
}
