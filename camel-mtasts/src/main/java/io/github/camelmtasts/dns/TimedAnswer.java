package io.github.camelmtasts.dns;

import java.time.Duration;

import io.github.camelmtasts.policy.Untrusted;

/**
 * An answer, and for how long those who gave it let it be believed.
 *
 * @param ttl zero: for this question only
 */
public record TimedAnswer<T>(DnsAnswer<T> answer, Duration ttl) {

    /** RFC 9520 section 3.2: between 1 s and 5 min. */
    private static final Duration FAILURE_TTL = Duration.ofSeconds(30);

    /** No answer, for this reason. */
    static <T> TimedAnswer<T> failed(String detail) {
        return new TimedAnswer<>(new DnsAnswer.Failed<>(Untrusted.text(detail)), FAILURE_TTL);
    }
}
