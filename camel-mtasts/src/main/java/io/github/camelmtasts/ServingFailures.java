package io.github.camelmtasts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;

import io.github.camelmtasts.policy.Untrusted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of policies that cannot be served, but not at each request: anybody may ask, as often as he likes. Thread-safe. */
final class ServingFailures {

    private static final Logger LOG = LoggerFactory.getLogger(ServingFailures.class);

    static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final InstantSource clock;
    private @Nullable Instant lastLine;
    private long untold;

    ServingFailures(InstantSource clock) {
        this.clock = clock;
    }

    /** One line a minute, of whichever host; the stack trace is for who looks closer. */
    void tell(String host, Throwable failure) {
        LOG.debug("The policy of {} cannot be served", Untrusted.text(host), failure);
        claimLine()
                .ifPresent(before -> LOG.error(
                        "The policy of {} cannot be served: {} (and {} requests more since the last line like this)",
                        Untrusted.text(host),
                        failure.getMessage(),
                        before));
    }

    /** How many requests no line told of; empty if there may be none now. A clock that was turned back holds up none. */
    private synchronized OptionalLong claimLine() {
        Instant now = clock.instant();
        if (lastLine != null && !now.isBefore(lastLine) && now.isBefore(lastLine.plus(BETWEEN_LINES))) {
            untold++;
            return OptionalLong.empty();
        }
        long before = untold;
        lastLine = now;
        untold = 0;
        return OptionalLong.of(before);
    }
}
