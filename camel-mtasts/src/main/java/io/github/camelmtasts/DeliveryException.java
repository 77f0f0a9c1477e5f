package io.github.camelmtasts;

import io.github.camelmtasts.delivery.DeliveryReport;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;

/**
 * A mail that not every recipient got. The message tells for each domain what happened at which host, who can mend it and
 * what happens next; it holds no personal address. Catch the subclass that you can do something about.
 */
public abstract class DeliveryException extends CamelExchangeException {

    private static final long serialVersionUID = 1;

    private final String text;
    private final transient DeliveryReport report;

    DeliveryException(String summary, DeliveryReport report, Exchange exchange) {
        super(summary, exchange);
        this.text = summary + "\n" + report.explanation();
        this.report = report;
    }

    /** Without the exchange, which Camel would append: nobody knows what its headers hold. */
    @Override
    public String getMessage() {
        return text;
    }

    /** What came of the mail for every recipient, those included who got it. */
    public DeliveryReport report() {
        return report;
    }
}
