package io.github.camelmtasts.examples.quickstart;

import java.util.Optional;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.testkit.MailDomain;

/**
 * One domain of the loopback internet, and what must become of a mail to it.
 *
 * @param domain  its DNS records, policy and mail servers
 * @param mode    of the policy, as the report must tell it
 * @param outcome that is right
 * @param reason  of the failure, or of what a policy in testing noted; empty if there is none
 */
record Scenario(MailDomain domain, String mode, Outcome outcome, Optional<FailureReason> reason) {

    static Scenario delivered(MailDomain domain, String mode) {
        return new Scenario(domain, mode, Outcome.DELIVERED, Optional.empty());
    }

    static Scenario noted(MailDomain domain, FailureReason reason) {
        return new Scenario(domain, "testing", Outcome.DELIVERED, Optional.of(reason));
    }

    static Scenario refused(MailDomain domain, String mode, FailureReason reason) {
        return new Scenario(domain, mode, reason.outcome(), Optional.of(reason));
    }

    boolean isFulfilledBy(RecipientReport report) {
        return report.policyMode().equals(mode)
                && report.outcome() == outcome
                && report.failure()
                        .or(report::noted)
                        .map(failure -> failure.reason())
                        .equals(reason);
    }
}
