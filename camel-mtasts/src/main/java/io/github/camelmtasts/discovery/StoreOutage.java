package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelmtasts.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers that the store failed, so that not every mail waits for it, and not every mail is a line in the log. */
final class StoreOutage {

    private static final Logger LOG = LoggerFactory.getLogger(StoreOutage.class);

    /** An attempt may last as long as a connection pool waits; within this time one mail bears that, not each. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private record Failure(Instant at, String detail) {}

    private final Clock clock;
    private final AtomicReference<@Nullable Failure> last = new AtomicReference<>();
    private final AtomicReference<@Nullable Instant> lastWarning = new AtomicReference<>();

    StoreOutage(Clock clock) {
        this.clock = clock;
    }

    /** Why nobody shall read the store again yet. */
    Optional<String> inForce() {
        Instant now = clock.instant();
        return Optional.ofNullable(last.get())
                .filter(failure -> isWithin(PAUSE, failure.at(), now))
                .map(Failure::detail);
    }

    /** The store could not be read. */
    void begins(StoreUnavailableException failure) {
        last.set(new Failure(clock.instant(), String.valueOf(failure.getMessage())));
        warn(failure);
    }

    /** Also for a write that failed, which says nothing about reading: no stranger's policy shall stop the others' mail. */
    void warn(StoreUnavailableException failure) {
        Instant now = clock.instant();
        Instant warned = lastWarning.get();
        if ((warned == null || !isWithin(BETWEEN_WARNINGS, warned, now)) && lastWarning.compareAndSet(warned, now)) {
            LOG.warn(
                    "MTA-STS goes on with the policies in memory, and mail to domains whose policy is not there waits: {}",
                    failure.getMessage());
        }
        LOG.debug("The policy store failed", failure);
    }

    void ends() {
        last.set(null);
    }

    /** Also false if the clock was turned back: then nobody can say how long ago it was. */
    private static boolean isWithin(Duration time, Instant start, Instant now) {
        return !now.isBefore(start) && now.isBefore(start.plus(time));
    }
}
