package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;

/** Remembers failed fetches, so that a broken policy host is left alone for a while (RFC 8461 section 3.3). */
final class FetchBackoff {

    /**
     * RFC 8461 section 3.3: five minutes or longer for one domain and one record id; a new id may be tried at once, and
     * by those who ask for other files the same.
     */
    static final Duration PAUSE = Duration.ofMinutes(5);

    private static final int MAX_FAILURES = 100_000;

    /** A fetch that gave no policy, what to tell those who wait for one, and under which type reports count it. */
    record FailedFetch(String recordId, Instant at, PolicyDecision.Reason reason, String detail, String resultType) {}

    private record Announcement(Inquiry inquiry, String recordId) {}

    private final Cache<Announcement, FailedFetch> failures =
            Caffeine.newBuilder().maximumSize(MAX_FAILURES).build();

    /** The failure because of which nobody shall ask again yet. */
    Optional<FailedFetch> inForce(Inquiry inquiry, String recordId, Instant now) {
        return Optional.ofNullable(failures.getIfPresent(new Announcement(inquiry, recordId)))
                .filter(failure -> now.isBefore(failure.at().plus(PAUSE)));
    }

    void failed(Inquiry inquiry, FailedFetch failure) {
        failures.put(new Announcement(inquiry, failure.recordId()), failure);
    }

    /** The operator wants another try now. */
    void forget(DomainName domain) {
        failures.asMap()
                .keySet()
                .removeIf(announced -> announced.inquiry().domain().equals(domain));
    }

    void succeeded(Inquiry inquiry, String recordId) {
        failures.invalidate(new Announcement(inquiry, recordId));
    }
}
