package io.github.camelmtasts.channel;

import java.util.List;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.policy.Untrusted;

/** Those recipients of a mail who go one way. */
public final class Part {

    private final Channel channel;
    private final DeliveryReport report;

    /**
     * A part.
     *
     * @param report about those recipients and nobody else: who failed is no other recipient's affair
     */
    Part(Channel channel, DeliveryReport report) {
        this.channel = channel;
        this.report = report;
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

    boolean hasPolicyFailure() {
        return report.recipients().stream()
                .flatMap(recipient -> recipient.failure().stream())
                .anyMatch(failure -> failure.reason().isPolicyFailure());
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
