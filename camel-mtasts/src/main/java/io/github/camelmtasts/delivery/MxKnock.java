package io.github.camelmtasts.delivery;

import java.util.Optional;

/** A knock at the door of a mail server, to see whether it would open to a mail. */
public interface MxKnock {

    /**
     * Does what {@link MxDoor#visit} does before the mail, over a connection of its own, and leaves. Nobody waits for its end when
     * the door is closed.
     *
     * @return why a mail would not have been offered; empty if it would
     */
    Optional<Failure> knock(MxTarget target, TlsDemand demand, SmtpSettings settings);
}
