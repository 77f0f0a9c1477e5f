package io.github.camelmtasts.dns;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An answer, and while it counts. In milliseconds, because this is asked for at each look-up; an answer from the future, which a
 * clock that was set back makes, counts no longer.
 */
record Remembered<T>(DnsAnswer<T> answer, long sinceMillis, long lifeMillis) {

    /** No answer is believed for longer, whatever its TTL says. */
    static final Duration MAX_POSITIVE_TTL = Duration.ofHours(1);

    /** A domain that begins with MTA-STS is noticed within this time (RFC 2308 section 5 allows up to 3 h). */
    static final Duration MAX_NEGATIVE_TTL = Duration.ofMinutes(5);

    /** RFC 9520 section 3.2: never longer. */
    static final Duration MAX_FAILURE_TTL = Duration.ofMinutes(5);

    /** What is to be remembered after this answer came; null for nothing. */
    static <T> @Nullable Remembered<T> after(@Nullable Remembered<T> before, TimedAnswer<T> now, long nowMillis) {
        boolean failed = isFailure(now.answer());
        if (failed && before != null && !isFailure(before.answer()) && before.countsAt(nowMillis)) {
            return before; // a failure says nothing against what DNS said a while ago
        }
        long ttlMillis = now.ttl().toMillis();
        long doubled = failed && before != null && isFailure(before.answer()) ? 2 * before.lifeMillis() : ttlMillis;
        long life = Math.min(doubled, longestLife(now.answer()).toMillis());
        return life > 0 ? new Remembered<>(now.answer(), nowMillis, life) : null;
    }

    boolean countsAt(long nowMillis) {
        long age = nowMillis - sinceMillis;
        return age >= 0 && age < lifeMillis;
    }

    private static boolean isFailure(DnsAnswer<?> answer) {
        return answer instanceof DnsAnswer.Failed;
    }

    private static Duration longestLife(DnsAnswer<?> answer) {
        return answer.fold(
                found -> MAX_POSITIVE_TTL, () -> MAX_NEGATIVE_TTL, () -> MAX_NEGATIVE_TTL, failed -> MAX_FAILURE_TTL);
    }
}
