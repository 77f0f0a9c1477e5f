package io.github.camelmtasts;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;

/**
 * How far a mail has come.
 *
 * @param report     all recipients, with the last that is known of each
 * @param handedOver for whom a channel has the mail: it is no more the affair of this exchange
 */
record MailProgress(DeliveryReport report, Set<MailAddress> handedOver) {
    MailProgress {
        handedOver = Set.copyOf(handedOver);
    }

    static MailProgress of(DeliveryReport report) {
        return new MailProgress(report, Set.of());
    }

    /** Whom to try. */
    List<MailAddress> waiting() {
        return report.deferred().stream()
                .filter(Predicate.not(handedOver::contains))
                .toList();
    }

    /** The report about those who have no mail and are still the affair of this exchange; empty if there are none. */
    Optional<DeliveryReport> undelivered() {
        List<MailAddress> open = report.recipients().stream()
                .filter(recipient -> recipient.outcome() != Outcome.DELIVERED)
                .map(RecipientReport::recipient)
                .filter(Predicate.not(handedOver::contains))
                .toList();
        return open.isEmpty() ? Optional.empty() : Optional.of(report.about(open));
    }

    MailProgress continuedBy(DeliveryReport later) {
        return new MailProgress(report.continuedBy(later), handedOver);
    }

    MailProgress handedOver(List<MailAddress> some) {
        Set<MailAddress> all = new HashSet<>(handedOver);
        all.addAll(some);
        return new MailProgress(report, all);
    }
}
