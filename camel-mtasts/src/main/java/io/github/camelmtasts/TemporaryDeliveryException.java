package io.github.camelmtasts;

import io.github.camelmtasts.delivery.DeliveryReport;
import org.apache.camel.Exchange;

/** At least one recipient waits, and may get the mail at a later try. */
public final class TemporaryDeliveryException extends DeliveryException {

    private static final long serialVersionUID = 1;

    TemporaryDeliveryException(DeliveryReport report, Exchange exchange) {
        super("The mail could not be delivered to all recipients, and can be tried again", report, exchange);
    }
}
