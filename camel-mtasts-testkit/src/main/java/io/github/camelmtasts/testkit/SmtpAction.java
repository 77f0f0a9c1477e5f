package io.github.camelmtasts.testkit;

/** What a server does in place of its normal reply. */
sealed interface SmtpAction {
    /** Sends another reply; several lines are parted by a line feed. */
    record Reply(String text) implements SmtpAction {}

    /** Sends the normal reply, and more in a packet of its own. */
    record AndMore(String text) implements SmtpAction {}

    /** Never answers. */
    record Hang() implements SmtpAction {}

    /** Closes the TCP connection. */
    record Drop() implements SmtpAction {}
}
