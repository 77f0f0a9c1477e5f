package io.github.camelmtasts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.LogKey;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.policy.DomainName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the log, at warn, who did not get a mail, or would not have if policies were enforced: one line for each domain and cause, with who must mend it. */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    private FailureLog() {}

    /** Who has the mail must not get it again because the log is broken. */
    static void tell(DeliveryReport report) {
        try {
            write(report);
        } catch (RuntimeException | Error broken) {
            // there is no log to tell it to
        }
    }

    private static void write(DeliveryReport report) {
        Map<Line, Long> recipients = report.recipients().stream()
                .filter(recipient -> recipient.outcome() != Outcome.DELIVERED)
                .collect(Collectors.groupingBy(Line::of, LinkedHashMap::new, Collectors.counting()));
        report.recipients().stream()
                .filter(recipient -> recipient.letThrough().isPresent())
                .collect(Collectors.groupingBy(Line::ofLetThrough, LinkedHashMap::new, Collectors.counting()))
                .forEach((line, count) -> line.write(report.messageId().orElse("none"), count));
        recipients.forEach((line, count) -> line.write(report.messageId().orElse("none"), count));
    }

    private record Line(
            DomainName domain, Optional<DomainName> mxHost, Outcome outcome, String reason, String explanation) {

        static Line of(RecipientReport recipient) {
            return new Line(
                    recipient.recipient().domain(),
                    recipient.lastMet().map(trace -> trace.host()),
                    recipient.outcome(),
                    recipient.failure().map(Failure::reason).map(Enum::name).orElse("none"),
                    recipient.explanation());
        }

        /** It was delivered, but would not have been under enforcement. */
        static Line ofLetThrough(RecipientReport recipient) {
            Failure failure = recipient.letThrough().orElseThrow();
            return new Line(
                    recipient.recipient().domain(),
                    recipient.lastMet().map(trace -> trace.host()),
                    recipient.outcome(),
                    failure.reason().name(),
                    "The mail went out only as the policy is observed; under enforcement: " + failure.explanation());
        }

        void write(String mail, long recipients) {
            Runnable line = () -> LOG.warn(
                    "domain={} outcome={} reason={} recipients={} mail={}: {}",
                    domain,
                    outcome,
                    reason,
                    recipients,
                    mail,
                    explanation);
            LogKey.DOMAIN.run(domain, () -> mxHost.ifPresentOrElse(host -> LogKey.MX_HOST.run(host, line), line));
        }
    }
}
