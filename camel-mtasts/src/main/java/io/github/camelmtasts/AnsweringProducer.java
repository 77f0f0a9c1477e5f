package io.github.camelmtasts;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * A producer whose answer stands in the exchange, and its failure too. Camel takes exceptions from a producer, but no Error (Camel
 * 4.22.0): that would pass by onException and the dead letter channel, and end the consumer's thread with the message lost.
 */
abstract class AnsweringProducer extends DefaultProducer {

    AnsweringProducer(MtaStsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public final void process(Exchange exchange) {
        try {
            answer(exchange);
        } catch (Exception | Error failed) {
            exchange.setException(failed);
        }
    }

    /** Puts the answer into the exchange's message; whatever this throws fails the exchange. */
    abstract void answer(Exchange exchange) throws Exception;
}
