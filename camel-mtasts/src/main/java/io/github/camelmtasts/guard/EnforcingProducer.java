package io.github.camelmtasts.guard;

import java.util.Optional;

import io.github.camelmtasts.GuardLedger;
import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.RecipientReport;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Sends by the component's own producer, and leaves behind what {@code smtp:} leaves. */
final class EnforcingProducer extends DefaultAsyncProducer {

    private final GuardedDelivery delivery;
    private final AsyncProducer producer;
    private final GuardLedger.Entry entry;

    EnforcingProducer(GuardedMailEndpoint endpoint, GuardedDelivery delivery, GuardLedger.Entry entry) {
        super(endpoint);
        this.delivery = delivery;
        this.producer = (AsyncProducer) delivery.createProducer();
        this.entry = entry;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(producer);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(producer);
        super.doStop();
    }

    /** Whether the exchange is at a redelivery of a mail that was begun here. */
    boolean hasBegun(Exchange exchange) {
        return delivery.hasBegunMailOf(exchange);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        entry.mail();
        return producer.process(exchange, doneSync -> {
            settle(exchange);
            callback.done(doneSync);
        });
    }

    private void settle(Exchange exchange) {
        DeliveryReport report = exchange.getMessage().getHeader(MtaStsConstants.REPORT, DeliveryReport.class);
        if (report != null) {
            stopped(report).ifPresent(entry::stopped);
            report.messageId().ifPresent(id -> exchange.getMessage().setHeader(MailConstants.MAIL_MESSAGE_ID, id));
        }
    }

    /** What a host says of the mail is no matter of the guard. */
    private static Optional<String> stopped(DeliveryReport report) {
        return report.recipients().stream()
                .filter(recipient -> recipient
                        .failure()
                        .filter(failure -> failure.reason().isPolicyFailure())
                        .isPresent())
                .findFirst()
                .map(EnforcingProducer::inWords);
    }

    private static String inWords(RecipientReport stopped) {
        return "to " + stopped.recipient().domain() + ": "
                + stopped.failure().map(Failure::explanation).orElse("");
    }
}
