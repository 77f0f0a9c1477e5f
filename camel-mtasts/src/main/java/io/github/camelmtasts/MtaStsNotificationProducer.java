package io.github.camelmtasts;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.github.camelmtasts.channel.TravellingEnvelope;
import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.message.OriginalReader;
import io.github.camelmtasts.notification.MailReport;
import io.github.camelmtasts.notification.Notification;
import io.github.camelmtasts.notification.Notifier;
import io.github.camelmtasts.notification.ReportingMta;
import io.github.camelmtasts.notification.Waiting;
import io.github.camelmtasts.policy.DomainName;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Makes of a mail that was not delivered, and the report about it, the notification for its sender; sends nothing. */
final class MtaStsNotificationProducer extends AnsweringProducer {

    private static final String NOTHING_TO_TELL = "NONE";

    private final MtaStsEndpoint endpoint;
    private @Nullable Notifier notifier;

    MtaStsNotificationProducer(MtaStsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Clock clock = endpoint.getComponent().getClock();
        notifier = new Notifier(
                mta(), NumericOptions.checkTime("delayedAfter", endpoint.getDelayedAfter()), clock, UUID::randomUUID);
    }

    private ReportingMta mta() {
        DomainName host = DomainName.of(endpoint.rules(endpoint.getComponent().engine()::localHostname)
                .smtp()
                .ehloName());
        String from = endpoint.getMessageOptions().getFrom();
        return from == null ? ReportingMta.of(host) : new ReportingMta(host, MailAddress.of(from));
    }

    @Override
    void answer(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        Optional<Notification> notification =
                Objects.requireNonNull(notifier).about(report(message), OriginalReader.read(message), waiting(message));
        forget(message);
        message.setHeader(
                MtaStsConstants.NOTIFICATION,
                notification.map(due -> due.kind().name()).orElse(NOTHING_TO_TELL));
        message.setBody(notification.map(Notification::bytes).orElse(null));
        notification.ifPresent(
                due -> message.setHeader(MtaStsConstants.ENVELOPE, envelope(due).toJson()));
    }

    /** As the mail's own envelope tells it, where it came by a channel. */
    private Waiting waiting(Message message) {
        String travelled = message.getHeader(MtaStsConstants.ENVELOPE, String.class);
        if (travelled == null) {
            return Waiting.UNKNOWN;
        }
        Instant since = TravellingEnvelope.parse(travelled).firstAttempt();
        return new Waiting(
                Optional.of(since),
                Optional.of(since.plus(endpoint.getConfiguration().schedule().lifetime())));
    }

    /** From the null sender to the sender of the first mail. */
    private TravellingEnvelope envelope(Notification due) {
        return TravellingEnvelope.untried(
                Optional.of(due.messageId()),
                new Envelope(Optional.empty(), List.of(due.recipient())),
                endpoint.getComponent().getClock().instant());
    }

    /** The report of a send before this in the route counts for more than one that came with the message. */
    private static MailReport report(Message message) {
        if (message.getHeader(MtaStsConstants.REPORT) instanceof DeliveryReport report) {
            return MailReport.parse(report.toJson());
        }
        String json = message.getHeader(MtaStsConstants.TRAVELLING_REPORT, String.class);
        if (json != null) {
            return MailReport.parse(json);
        }
        throw new IllegalArgumentException("mtasts:dsn needs the report about the mail: as JSON in the header "
                + MtaStsConstants.TRAVELLING_REPORT
                + ", which deadLetterUri sets, or as a DeliveryReport in the header "
                + MtaStsConstants.REPORT);
    }

    /** What was said of the mail must not be taken for a word about its notification. */
    private static void forget(Message message) {
        message.removeHeaders("MtaSts*");
        message.removeHeaders("CamelMtaSts*");
    }
}
