package io.github.camelmtasts.delivery;

import java.util.List;
import java.util.Optional;

/**
 * Who sends, and to whom (RFC 5321 section 2.3.1); the header fields of the mail may say otherwise.
 *
 * @param sender     empty for the null sender {@code <>}
 * @param recipients distinct, in order
 */
public record Envelope(Optional<MailAddress> sender, List<MailAddress> recipients) {
    public Envelope {
        recipients = recipients.stream().distinct().toList();
    }

    /** Whether every address in it is. */
    public boolean isAscii() {
        return sender.map(MailAddress::isAscii).orElse(true)
                && recipients.stream().allMatch(MailAddress::isAscii);
    }

    /** The same mail, to others. */
    public Envelope to(List<MailAddress> others) {
        return new Envelope(sender, others);
    }
}
