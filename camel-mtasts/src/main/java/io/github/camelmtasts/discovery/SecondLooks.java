package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Domains whose record id changed while the policy did not: the owner may have changed the record before the policy, against
 * draft-06 section 6.1, and so the policy is looked at once more. A restart forgets them; the daily refresh heals it then.
 */
final class SecondLooks {

    /** As long as a failed fetch is left alone (RFC 8461 section 3.3). */
    static final Duration DELAY = Duration.ofMinutes(5);

    private static final int MAX_DOMAINS = 10_000;

    private final Cache<Inquiry, Instant> due =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    void plan(Inquiry inquiry, Instant now) {
        due.put(inquiry, now.plus(DELAY));
    }

    /** Those whose time has come; each is told once. */
    List<Inquiry> takeDue(Instant now) {
        return due.asMap().entrySet().stream()
                .filter(entry -> !now.isBefore(entry.getValue()))
                .filter(entry -> due.asMap().remove(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
