package io.github.camelmtasts.channel;

import java.util.List;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.policy.Untrusted;

/** Those recipients of a mail who go one way in one message. */
public final class Part {

    /** As in one transaction (RFC 5321 section 4.5.3.1.8). */
    static final int MAX_RECIPIENTS = 100;

    /** In characters; brokers bound headers, Apache Artemis at some 245,000 of its usual settings. */
    private static final int MAX_REPORT = 100_000;

    private final Channel channel;
    private final DeliveryReport report;

    /**
     * A part.
     *
     * @param report about those recipients and nobody else: who failed is no other recipient's affair
     */
    private Part(Channel channel, DeliveryReport report) {
        this.channel = channel;
        this.report = report;
    }

    /** The parts in which these recipients fit into a channel's messages. */
    static Stream<Part> of(Channel channel, DeliveryReport undelivered, List<MailAddress> recipients) {
        Part all = new Part(channel, undelivered.about(recipients));
        if (recipients.size() == 1 || all.fits()) {
            return Stream.of(all);
        }
        int half = recipients.size() / 2;
        return Stream.concat(
                of(channel, undelivered, recipients.subList(0, half)),
                of(channel, undelivered, recipients.subList(half, recipients.size())));
    }

    private boolean fits() {
        return report.recipients().size() <= MAX_RECIPIENTS && report.toJson().length() <= MAX_REPORT;
    }

    Channel channel() {
        return channel;
    }

    DeliveryReport report() {
        return report;
    }

    /** Who they are. */
    public List<MailAddress> recipients() {
        return report.recipients().stream().map(RecipientReport::recipient).toList();
    }

    /** Whether it goes where mails wait, and not where they end. */
    public boolean waits() {
        return report.hasDeferred();
    }

    boolean hasPolicyFailure() {
        return report.recipients().stream()
                .flatMap(recipient -> recipient.failure().stream())
                .anyMatch(failure ->
                        failure.reason().isPolicyFailure() || failure.reason() == FailureReason.POLICY_UNAVAILABLE);
    }

    FailureReason reason() {
        return report.worst()
                .failure()
                .orElseThrow(() -> new IllegalStateException("delivered mail goes nowhere"))
                .reason();
    }

    /** On one line, for a person; no personal address. */
    String reasonInWords() {
        return Untrusted.text(reason() + ": " + report.explanation().replace("\n", " | "));
    }
}
