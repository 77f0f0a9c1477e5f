package io.github.camelmtasts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class MovableClock extends Clock {

    private volatile Instant now;

    private MovableClock(Instant start) {
        this.now = start;
    }

    /** A clock that shows this instant, such as {@code 2026-11-23T12:00:00Z}. */
    public static MovableClock at(String instant) {
        return new MovableClock(Instant.parse(instant));
    }

    /**
     * A clock that shows noon (UTC) of the machine's day. Java judges the dates of certificates by the machine's own clock,
     * so a component that meets certificates may not be far from it.
     */
    public static MovableClock atNoonToday() {
        return new MovableClock(
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12)));
    }

    /** Lets this much time pass at once. */
    public synchronized void advance(Duration step) {
        now = now.plus(step);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("instants have no zone");
    }
}
