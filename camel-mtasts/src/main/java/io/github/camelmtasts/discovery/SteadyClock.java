package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clock by which policies age while the process runs: it begins at the wall clock's time, and goes on by the monotonic one.
 * Somebody who sets the machine's time forward can then not end all policies at once, nor keep them for ever by setting it
 * back.
 */
public final class SteadyClock extends Clock {

    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

    /** More than any honest correction while the process runs. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Clock wall;
    private final LongSupplier nanos;
    private final Instant start;
    private final long startMillis;
    private final long startNanos;
    private final AtomicReference<Duration> warnedOf = new AtomicReference<>(Duration.ZERO);

    /** A clock that agrees with {@code wall} now; {@code nanos} counts like {@link System#nanoTime()}. */
    public SteadyClock(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.start = wall.instant();
        this.startMillis = start.toEpochMilli();
        this.startNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }

    /** Without an {@link Instant}: asked for with each cached answer of DNS. */
    @Override
    public long millis() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startNanos);
    }

    /** How far the wall clock is ahead; negative if it is behind. */
    public Duration drift() {
        return Duration.between(instant(), wall.instant());
    }

    /** Warns if the wall clock went its own way, once for each step. */
    public void warnOfSteps() {
        Duration drift = drift();
        Duration before = warnedOf.get();
        if (drift.minus(before).abs().compareTo(TOLERANCE) > 0 && warnedOf.compareAndSet(before, drift)) {
            LOG.warn(
                    "This machine's clock is {} from where it was when MTA-STS started, counted by the time that has passed."
                            + " Policies age by the time that has passed; whoever runs this machine must see to its clock.",
                    drift);
        }
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("ages have no zone");
    }
}
