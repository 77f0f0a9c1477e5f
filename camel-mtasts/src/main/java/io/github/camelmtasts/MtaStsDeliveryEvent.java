package io.github.camelmtasts;

import java.io.Serial;
import java.util.EventObject;

import io.github.camelmtasts.delivery.DeliveryReport;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;

/** What came of a mail, for Camel's event notifiers: one event for each attempt, before the route goes on. */
public final class MtaStsDeliveryEvent extends EventObject implements CamelEvent.ExchangeEvent {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Exchange exchange;
    private final transient DeliveryReport report;
    private long timestamp;

    MtaStsDeliveryEvent(Exchange exchange, DeliveryReport report) {
        super(exchange);
        this.exchange = exchange;
        this.report = report;
        this.timestamp = report.at().toEpochMilli();
    }

    /** The evidence; it names recipients. */
    public DeliveryReport getReport() {
        return report;
    }

    @Override
    public Exchange getExchange() {
        return exchange;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public String toString() {
        return exchange.getExchangeId() + " " + report.outcome();
    }
}
