package io.github.camelmtasts.testkit;

/** Somebody on the loopback internet: a mail domain or a mail server. Immutable. */
public sealed interface Participant permits MailDomain, MxHost {
    /** The DNS name, as A-labels in lower case and without a final dot. */
    String name();
}
