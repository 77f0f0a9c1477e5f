package io.github.camelmtasts;

/** What the host of a guarded {@code smtp:} endpoint is to the mail. */
public enum GuardHosts {
    /** It takes all mail and passes it on; its own policy counts, and its certificate has to be good for its name. */
    RELAY,
    /** It is a recipient's own MX host; the policies of the recipients' domains have to permit it. */
    MX,
    /** It is passed by: mail goes to the MX hosts of the recipients, as with {@code mtasts:send}. */
    DIRECT
}
