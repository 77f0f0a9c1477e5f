package io.github.camelmtasts.notification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.delivery.MailAddress;

/**
 * A {@link io.github.camelmtasts.delivery.DeliveryReport} as it comes back from a queue, as far as the sender has to know.
 *
 * @param messageId  the Message-ID of the mail; empty if it has none
 * @param sender     the envelope sender; empty for the null sender
 * @param recipients all of them, those too who have the mail
 * @param at         when the last of them was settled
 */
public record MailReport(
        Optional<String> messageId, Optional<MailAddress> sender, List<RecipientStatus> recipients, Instant at) {
    public MailReport {
        recipients = List.copyOf(recipients);
    }

    /**
     * Reads the JSON of docs/report.md.
     *
     * @throws IllegalArgumentException if it is anything else; the message says what is wrong, and holds no personal address
     */
    public static MailReport parse(String json) {
        return ReportReader.read(json);
    }
}
