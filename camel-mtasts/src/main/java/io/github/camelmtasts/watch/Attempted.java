package io.github.camelmtasts.watch;

import java.util.Optional;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;

/**
 * A kind of delivery attempt, as counted for each recipient.
 *
 * @param outcome what came of it
 * @param reason  why it was not delivered, or would not have been if the policy were enforced; empty if nothing
 * @param mode    of the policy, see {@link RecipientReport#policyMode}
 */
public record Attempted(Outcome outcome, Optional<FailureReason> reason, String mode) {

    static Attempted by(RecipientReport report) {
        return new Attempted(
                report.outcome(), report.failure().or(report::letThrough).map(Failure::reason), report.policyMode());
    }
}
