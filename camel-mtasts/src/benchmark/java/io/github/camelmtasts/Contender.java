package io.github.camelmtasts;

/** Ways to send that are compared. */
enum Contender {
    /** camel-mail's own endpoint, with STARTTLS and a verified certificate. */
    SMTP("smtp:"),
    /** The same again: what differs between the two is noise. */
    SMTP_AGAIN("smtp: (control)"),
    /** Ours as it is. */
    MTASTS("mtasts:send"),
    /** Ours with a new connection for each mail: what is left is not owed to kept connections. */
    MTASTS_WITHOUT_REUSE("mtasts:send, no reuse");

    private final String words;

    Contender(String words) {
        this.words = words;
    }

    boolean isOurs() {
        return this == MTASTS || this == MTASTS_WITHOUT_REUSE;
    }

    @Override
    public String toString() {
        return words;
    }
}
