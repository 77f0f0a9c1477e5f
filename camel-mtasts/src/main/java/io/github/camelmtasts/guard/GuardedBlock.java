package io.github.camelmtasts.guard;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Marks the exchange while it is in the block; a block within a block has its own terms, and gives the outer ones back. */
final class GuardedBlock extends DelegateAsyncProcessor {

    private final GuardTerms terms;

    GuardedBlock(Processor block, GuardTerms terms) {
        super(block);
        this.terms = terms;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        GuardTerms outer = GuardTerms.of(exchange);
        GuardTerms.mark(exchange, terms);
        return super.process(exchange, doneSync -> {
            GuardTerms.mark(exchange, outer);
            callback.done(doneSync);
        });
    }
}
