package io.github.camelmtasts.notification;

import java.time.Instant;
import java.util.Optional;

/**
 * How long a mail has been under way, and may be.
 *
 * @param since when delivery was first tried; empty if that is not known
 * @param until when it will be given up; empty if that is not known
 */
public record Waiting(Optional<Instant> since, Optional<Instant> until) {

    /** Nobody noted anything. */
    public static final Waiting UNKNOWN = new Waiting(Optional.empty(), Optional.empty());
}
