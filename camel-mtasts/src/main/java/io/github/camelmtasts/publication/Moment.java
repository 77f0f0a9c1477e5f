package io.github.camelmtasts.publication;

import java.time.Clock;
import java.time.Instant;

/**
 * What time it is, as far as the clocks of this machine agree: one may have been set, another may have stood still while the machine
 * was suspended. What is to last is reckoned from the latest time, and has lasted only at the earliest.
 *
 * @param earliest it is not before this
 * @param latest   it is not after this
 * @param isBehind whether something is known to have happened later than the clocks say it is
 */
public record Moment(Instant earliest, Instant latest, boolean isBehind) {

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
        return latest.isBefore(happened) ? new Moment(earliest, happened, true) : this;
    }

    boolean isOver(Instant end) {
        return !earliest.isBefore(end);
    }
}
