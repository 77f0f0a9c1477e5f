package io.github.camelmtasts.guard;

import io.github.camelmtasts.DeliveryException;
import io.github.camelmtasts.GuardLedger;
import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Failure;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Sends by the component's own producer, and leaves behind what {@code smtp:} leaves. */
final class EnforcingProducer extends DefaultAsyncProducer {

    private final GuardedMailEndpoint endpoint;
    private final AsyncProducer delivery;
    private final GuardLedger.Entry entry;

    EnforcingProducer(GuardedMailEndpoint endpoint, GuardedDelivery delivery, GuardLedger.Entry entry) {
        super(endpoint);
        this.endpoint = endpoint;
        this.delivery = (AsyncProducer) delivery.createProducer();
        this.entry = entry;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(delivery);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(delivery);
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        entry.mail();
        if (endpoint.getConfiguration().isUseJavaMailSessionPropertiesFromHeaders()) {
            String setting = SessionHeaders.first(exchange);
            if (setting != null) {
                exchange.setException(new IllegalArgumentException("The mail is not sent: its header " + setting
                        + " would change how " + MailEndpoints.name(endpoint)
                        + " is reached, and the endpoint is guarded;"
                        + " remove the header, or the option useJavaMailSessionPropertiesFromHeaders"));
                callback.done(true);
                return true;
            }
        }
        return delivery.process(exchange, doneSync -> {
            settle(exchange);
            callback.done(doneSync);
        });
    }

    private void settle(Exchange exchange) {
        if (exchange.getException() instanceof DeliveryException failed) {
            entry.stopped(
                    failed.report().worst().failure().map(Failure::explanation).orElse("it was not delivered"));
        }
        DeliveryReport report = exchange.getMessage().getHeader(MtaStsConstants.REPORT, DeliveryReport.class);
        if (report != null) {
            report.messageId().ifPresent(id -> exchange.getMessage().setHeader(MailConstants.MAIL_MESSAGE_ID, id));
        }
    }
}
