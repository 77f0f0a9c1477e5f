package io.github.camelmtasts.guard;

import io.github.camelmtasts.GuardLedger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.DefaultAsyncProducer;

/** Sends as without a guard, and counts. */
final class CountingProducer extends DefaultAsyncProducer {

    private final Producer plain;
    private final GuardLedger.Entry entry;

    CountingProducer(Producer plain, GuardLedger.Entry entry) {
        super(plain.getEndpoint());
        this.plain = plain;
        this.entry = entry;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        entry.mail();
        return AsyncProcessorConverterHelper.convert(plain).process(exchange, callback);
    }
}
