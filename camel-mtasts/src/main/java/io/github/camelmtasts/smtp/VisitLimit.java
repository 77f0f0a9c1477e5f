package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long one mail may keep one host's ear before DATA: a host that answers each of a hundred recipients just in time would
 * hold it for hours. After the final dot it does not count: what is cut off there may be delivered twice.
 *
 * @param end empty if only each step is bounded
 */
record VisitLimit(Clock clock, Optional<Instant> end) {

    /** The mail has had its time. */
    static final class Reached extends IOException {

        private static final long serialVersionUID = 1;

        Reached() {
            super("the mail has had all the time that one mail may take");
        }
    }

    /** How long a step may take that may take so long by itself. */
    Duration forStep(Duration atMost) throws Reached {
        Duration left =
                end.map(moment -> Duration.between(clock.instant(), moment)).orElse(atMost);
        if (left.isNegative() || left.isZero()) {
            throw new Reached();
        }
        return left.compareTo(atMost) < 0 ? left : atMost;
    }
}
