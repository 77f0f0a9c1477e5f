package io.github.camelmtasts.notification;

import java.nio.charset.StandardCharsets;

import io.github.camelmtasts.delivery.MailAddress;

/**
 * A delivery status notification, ready to be sent from the null sender.
 *
 * @param kind      the worst that it tells
 * @param recipient the sender of the mail that it is about
 * @param messageId its own
 * @param mail      header and body, in lines that end in CR LF
 */
public record Notification(Kind kind, MailAddress recipient, String messageId, String mail) {

    /** What a notification tells. */
    public enum Kind {
        /** Somebody will not get the mail. */
        FAILED,
        /** Somebody has not got the mail yet. */
        DELAYED
    }

    /** The mail as message/rfc822. */
    public byte[] bytes() {
        return mail.getBytes(StandardCharsets.UTF_8);
    }
}
