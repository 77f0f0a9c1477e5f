package io.github.camelmtasts.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came of one mail, for each of its recipients, with the evidence.
 *
 * @param messageId  the Message-ID of the mail; empty if it has none
 * @param sender     the envelope sender; empty for the null sender
 * @param recipients one report for each, in the order of the envelope; at least one
 * @param at         when the last of them was settled
 */
public record DeliveryReport(
        Optional<String> messageId, Optional<MailAddress> sender, List<RecipientReport> recipients, Instant at) {
    public DeliveryReport {
        recipients = List.copyOf(recipients);
    }

    /** The worst of all recipients' outcomes. */
    public Outcome outcome() {
        return worst().outcome();
    }

    /** The report that speaks for the whole mail: the first one with the worst outcome. */
    public RecipientReport worst() {
        return recipients.stream()
                .reduce((one, other) -> other.outcome().compareTo(one.outcome()) > 0 ? other : one)
                .orElseThrow();
    }

    /** Whether trying again could help any recipient. */
    public boolean hasDeferred() {
        return !deferred().isEmpty();
    }

    /** Whom trying again could help. */
    public List<MailAddress> deferred() {
        return recipients.stream()
                .filter(recipient -> recipient.outcome() == Outcome.DEFERRED)
                .map(RecipientReport::recipient)
                .toList();
    }

    /** Whom trying again cannot help. */
    public List<MailAddress> failed() {
        return recipients.stream()
                .filter(recipient -> recipient.outcome() == Outcome.FAILED)
                .map(RecipientReport::recipient)
                .toList();
    }

    /** The same about some of the recipients, at least one. */
    public DeliveryReport about(List<MailAddress> some) {
        Set<MailAddress> chosen = Set.copyOf(some);
        return with(recipients.stream()
                .filter(recipient -> chosen.contains(recipient.recipient()))
                .toList());
    }

    /** The same, but whoever waits has failed: the mail is not tried any more. */
    public DeliveryReport givenUp(Duration lifetime) {
        return with(recipients.stream()
                .map(recipient -> recipient.givenUp(lifetime))
                .toList());
    }

    private DeliveryReport with(List<RecipientReport> others) {
        return new DeliveryReport(messageId, sender, others, at);
    }

    /**
     * The report of the whole mail after a later attempt for some of its recipients.
     *
     * @param later its results take the place of those here; this one speaks for everybody else
     */
    public DeliveryReport continuedBy(DeliveryReport later) {
        Map<MailAddress, RecipientReport> latest =
                later.recipients.stream().collect(Collectors.toMap(RecipientReport::recipient, Function.identity()));
        List<RecipientReport> all = recipients.stream()
                .map(earlier -> latest.getOrDefault(earlier.recipient(), earlier))
                .toList();
        return new DeliveryReport(later.messageId, later.sender, all, later.at);
    }

    /** What happened to those who did not get the mail, one line for each domain and cause; no personal address. */
    public String explanation() {
        return recipients.stream()
                .filter(recipient -> recipient.outcome() != Outcome.DELIVERED)
                .sorted(Comparator.comparing(RecipientReport::outcome).reversed())
                .map(recipient ->
                        recipient.recipient().domain() + " " + recipient.outcome() + ": " + recipient.explanation())
                .distinct()
                .reduce((one, other) -> one + "\n" + other)
                .orElse("delivered to all recipients");
    }

    /** The whole report as JSON; the form is documented in docs/report.md and only ever added to. */
    public String toJson() {
        return ReportJson.write(this);
    }
}
