package io.github.camelmtasts.delivery;

import java.util.Optional;

/** The door to mail servers. */
public interface MxDoor {

    /**
     * Offers the mail to one host at one address, under this demand and never less. Bounded in time; never throws: what fails
     * is a result.
     */
    HostVisit visit(MxTarget target, TlsDemand demand, SmtpSettings settings, Envelope envelope, MailContent content);

    /**
     * Does what {@link #visit} does before the mail, over a connection of its own, and leaves. Nobody waits for its end when the
     * door is closed.
     *
     * @return why a mail would not have been offered; empty if it would
     */
    Optional<Failure> knock(MxTarget target, TlsDemand demand, SmtpSettings settings);
}
