package io.github.camelmtasts.publication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What time it is, as far as the clocks of this machine agree: one may have been set, another may have stood still while the machine
 * was suspended. What is to last is reckoned from the latest time, and has lasted only at the earliest.
 *
 * @param earliest it is not before this
 * @param latest   it is not after this
 * @param isBehind whether something is known to have happened well after what the clocks say
 */
public record Moment(Instant earliest, Instant latest, boolean isBehind) {

    /** More than two honest clocks differ by. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    Moment(Instant earliest, Instant latest) {
        this(earliest, latest, false);
    }

    /** Now, by these clocks. */
    public static Moment of(Clock one, Clock other) {
        Instant first = one.instant();
        Instant second = other.instant();
        return first.isBefore(second) ? new Moment(first, second) : new Moment(second, first);
    }

    /** The same, where this has happened already: a clock that says otherwise is behind. */
    Moment notBefore(Instant happened) {
        return latest.isBefore(happened)
                ? new Moment(earliest, happened, latest.plus(TOLERANCE).isBefore(happened))
                : this;
    }

    boolean isOver(Instant end) {
        return !earliest.isBefore(end);
    }

    /** How far the clocks are apart; empty if that is no matter. */
    Optional<Duration> discord() {
        return Optional.of(Duration.between(earliest, latest))
                .filter(apart -> !isBehind && apart.compareTo(TOLERANCE) > 0);
    }
}
