package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When a policy is fetched anew in the background, long before it runs out (RFC 8461 section 3.3 and 10.2). */
final class RefreshTime {

    /** RFC 8461 section 3.3 suggests once a day. */
    private static final Duration USUAL = Duration.ofDays(1);

    /** Whoever publishes a shorter life shall not make us ask all the time. */
    private static final Duration LEAST = Duration.ofHours(1);

    /** So much sooner at most, lest all domains of a start be asked at the same time each day. */
    private static final double JITTER = 0.2;

    private RefreshTime() {}

    static Instant after(Instant fetchedAt, Duration maxAge, RandomGenerator random) {
        Duration half = maxAge.dividedBy(2);
        Duration latest = half.compareTo(USUAL) < 0 ? half : USUAL;
        long millis = (long) (latest.toMillis() * (1 - JITTER * random.nextDouble()));
        return fetchedAt.plusMillis(Math.max(millis, LEAST.toMillis()));
    }
}
