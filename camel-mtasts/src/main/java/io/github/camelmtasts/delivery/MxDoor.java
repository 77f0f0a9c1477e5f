package io.github.camelmtasts.delivery;

/** The door to mail servers. */
public interface MxDoor {

    /**
     * Offers the mail to one host at one address, under this demand and never less. Bounded in time; never throws: what fails
     * is a result.
     */
    HostVisit visit(MxTarget target, TlsDemand demand, SmtpSettings settings, Envelope envelope, MailContent content);
}
