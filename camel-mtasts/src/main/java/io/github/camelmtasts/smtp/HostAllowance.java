package io.github.camelmtasts.smtp;

import java.time.Duration;
import java.time.Instant;

/**
 * How many sessions a host takes from us at a time, as far as it has told by turning one away (RFC 5321 section 4.5.4.1 leaves the
 * number to the client). It is lowered at once and grows by one a step, as long as the host takes mail.
 *
 * @param sessions at least one
 * @param growsAt  when a mail that is taken may raise it again
 */
record HostAllowance(int sessions, Instant growsAt) {

    /** A host that counts connections by the minute is not asked for one more in the same minute. */
    static final Duration STEP = Duration.ofMinutes(1);

    /** Of a host that has turned nothing away: what our own limits allow. */
    static HostAllowance of(int most) {
        return new HostAllowance(most, Instant.MIN);
    }

    /** After it turned a session away beside so many others. */
    HostAllowance turnedAwayBeside(int others, Instant now) {
        return new HostAllowance(Math.max(1, Math.min(sessions, others)), now.plus(STEP));
    }

    /** After it took a mail. */
    HostAllowance took(int most, Instant now) {
        return sessions < most && isDue(now) ? new HostAllowance(sessions + 1, now.plus(STEP)) : this;
    }

    /** A clock that was turned back holds nothing up. */
    private boolean isDue(Instant now) {
        return !now.isBefore(growsAt) || now.isBefore(growsAt.minus(STEP));
    }
}
