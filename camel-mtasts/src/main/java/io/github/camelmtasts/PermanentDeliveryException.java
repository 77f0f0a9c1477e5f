package io.github.camelmtasts;

import io.github.camelmtasts.delivery.DeliveryReport;
import org.apache.camel.Exchange;

/** At least one recipient will not get the mail, and trying again helps nobody. */
public final class PermanentDeliveryException extends DeliveryException {

    private static final long serialVersionUID = 1;

    PermanentDeliveryException(DeliveryReport report, Exchange exchange) {
        super("The mail could not be delivered to all recipients, and trying again will not help", report, exchange);
    }
}
