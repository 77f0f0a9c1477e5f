package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with something outside that we lean on.
 *
 * @param answered  when it last did what it should; empty if it was not asked since the start, or never did
 * @param failing   when it first failed after that; empty if it has not
 * @param failed    when it last failed, though it may have answered since; empty if it never did
 * @param detail    what it said when it failed last; empty if it never did
 */
public record Contact(
        Optional<Instant> answered, Optional<Instant> failing, Optional<Instant> failed, Optional<String> detail) {

    /** Nobody asked yet. */
    static final Contact NONE = new Contact(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    Contact answeredAt(Instant at) {
        return new Contact(Optional.of(at), Optional.empty(), failed, detail);
    }

    Contact failedAt(Instant at, String why) {
        return new Contact(answered, failing.or(() -> Optional.of(at)), Optional.of(at), Optional.of(why));
    }

    /** Whether it has done nothing but fail for so long. */
    public boolean hasFailedFor(Duration time, Instant now) {
        return failing.filter(since -> !now.isBefore(since.plus(time))).isPresent();
    }

    /** Whether it did what it should within this time. Not if the clock was turned back: then nobody can say. */
    boolean answeredWithin(Duration time, Instant now) {
        return answered.filter(at -> !now.isBefore(at) && now.isBefore(at.plus(time)))
                .isPresent();
    }
}
