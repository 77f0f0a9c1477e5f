package io.github.camelmtasts.notification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.notification.Notification.Kind;

/**
 * Decides whether the sender of a mail has to be told of it, and of whom: one notification for all recipients that failed, and
 * those who wait too long. Nobody else is named in it.
 */
public final class Notifier {

    private final ReportingMta mta;
    private final Duration delayedAfter;
    private final Clock clock;
    private final Supplier<UUID> ids;

    /**
     * A notifier.
     *
     * @param delayedAfter who waits for less than that is not told of
     * @param ids          a new one for each notification
     */
    public Notifier(ReportingMta mta, Duration delayedAfter, Clock clock, Supplier<UUID> ids) {
        this.mta = mta;
        this.delayedAfter = delayedAfter;
        this.clock = clock;
        this.ids = ids;
    }

    /** The notification; empty if there is nothing to tell, or nobody: the null sender gets none (RFC 5321 section 6.1). */
    public Optional<Notification> about(MailReport report, Original original, Waiting waiting) {
        boolean late = isLate(waiting.since().or(original::date));
        List<RecipientStatus> told = report.recipients().stream()
                .filter(status -> status.isFailed() || (late && status.outcome() == Outcome.DEFERRED))
                .toList();
        return told.isEmpty()
                ? Optional.empty()
                : report.sender().map(sender -> notification(sender, report, original, waiting, told));
    }

    /** Where nobody knows since when it waits, one notification too many is better than none. */
    private boolean isLate(Optional<Instant> since) {
        return since.map(begun -> Duration.between(begun, clock.instant()).compareTo(delayedAfter) >= 0)
                .orElse(true);
    }

    private Notification notification(
            MailAddress sender, MailReport report, Original original, Waiting waiting, List<RecipientStatus> told) {
        List<MailAddress> others = report.recipients().stream()
                .filter(status -> !told.contains(status))
                .map(RecipientStatus::recipient)
                .toList();
        ReportMail mail = new ReportMail(
                mta,
                original,
                waiting,
                told.stream().map(status -> status.without(others)).toList());
        Kind kind = told.stream().anyMatch(RecipientStatus::isFailed) ? Kind.FAILED : Kind.DELAYED;
        UUID id = ids.get();
        return new Notification(
                kind,
                sender,
                mta.messageId(id),
                mail.write(kind, sender, report.messageId().or(original::messageId), clock.instant(), id));
    }
}
