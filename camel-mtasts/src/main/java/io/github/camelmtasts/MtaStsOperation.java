package io.github.camelmtasts;

/** What an endpoint does. */
public enum MtaStsOperation {
    /** Deliver the mail in the exchange to its recipients' MX hosts, under their policies. */
    send,
    /** Say which policy a domain has and which of its MX hosts may get mail; nothing is sent. */
    resolve,
    /** Explain a domain: all that is wrong with its record, policy, policy host and MX hosts; nothing is sent, and nothing kept. */
    check,
    /** List the policies that are kept. */
    policies,
    /** Fetch a domain's policy now. */
    refresh,
    /** Get rid of a domain's policy: a newer one takes its place, or it goes by force. */
    purge,
    /** Write the notification that the sender of a dead-lettered mail has to get; nothing is sent. */
    dsn,
    /** Make of a mail one message for each policy domain of its recipients; nothing is sent. */
    split,
    /** Answer an HTTP request for a policy that we publish. */
    publish,
    /** Lead changes of the policies that we publish through their roll-over. */
    rollover,
    /** Print the DNS records of the policies that we publish. */
    records
}
