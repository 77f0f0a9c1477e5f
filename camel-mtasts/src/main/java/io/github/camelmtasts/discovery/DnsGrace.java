package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.DomainName;

/** Remembers for how long a domain's record cannot be looked up, as mail does not wait for a broken zone for ever. */
final class DnsGrace {

    /** A failure longer ago is another story. */
    private static final Duration MEMORY = Duration.ofDays(1);

    private static final int MAX_DOMAINS = 100_000;

    /**
     * A row of failures without an answer between.
     *
     * @param since  when the first one was
     * @param last   when the last one was
     * @param proven for how long DNS is known to have failed
     */
    record Failing(Instant since, Instant last, Duration proven) {

        static Failing first(Instant now) {
            return new Failing(now, now, Duration.ZERO);
        }

        /** A gap as long as the grace counts half: DNS may have answered meanwhile, and was not asked. */
        private Failing again(Instant now, Duration grace) {
            Duration gap = Duration.between(last, now);
            Duration counted = gap.compareTo(grace) < 0 ? gap : grace.dividedBy(2);
            return gap.compareTo(MEMORY) < 0 ? new Failing(since, now, proven.plus(counted)) : first(now);
        }

        boolean hasLasted(Duration grace) {
            return proven.compareTo(grace) >= 0;
        }
    }

    private final Cache<DomainName, Failing> failing =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    /** Notes a failure of DNS, for a mail that waits so long at most, and gives the row as it is now. */
    Failing failed(DomainName domain, Instant now, Duration grace) {
        return failing.asMap().merge(domain, Failing.first(now), (before, first) -> before.again(now, grace));
    }

    void answered(DomainName domain) {
        if (failing.getIfPresent(domain) != null) {
            failing.invalidate(domain);
        }
    }
}
