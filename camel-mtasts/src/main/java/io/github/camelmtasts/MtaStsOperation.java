package io.github.camelmtasts;

/** What an endpoint does. */
public enum MtaStsOperation {
    /** Deliver the mail in the exchange to its recipients' MX hosts, under their policies. */
    send,
    /** Say which policy a domain has and which of its MX hosts may get mail; nothing is sent. */
    resolve
}
