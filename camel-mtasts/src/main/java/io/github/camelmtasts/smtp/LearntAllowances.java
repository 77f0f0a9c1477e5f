package io.github.camelmtasts.smtp;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** What hosts that turned us away take at a time; kept for a while after the last mail to them. Safe for use by many threads. */
final class LearntAllowances {

    /** The host may have been given other limits since. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private static final int MOST_HOSTS = 10_000;

    private final int most;
    private final Cache<Place, HostAllowance> learnt;

    /** Where a host is; that is what it counts by, whatever names lead there. */
    record Place(InetAddress address, int port) {}

    LearntAllowances(int most, Clock clock) {
        this.most = most;
        this.learnt = Caffeine.newBuilder()
                .maximumSize(MOST_HOSTS)
                .expireAfterWrite(MEMORY)
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
                .executor(Runnable::run)
                .build();
    }

    HostAllowance of(Place host) {
        return Optional.ofNullable(learnt.getIfPresent(host)).orElseGet(() -> HostAllowance.of(most));
    }

    void learn(Place host, HostAllowance allowance) {
        if (allowance.sessions() >= most) {
            learnt.invalidate(host);
        } else {
            learnt.put(host, allowance);
        }
    }
}
