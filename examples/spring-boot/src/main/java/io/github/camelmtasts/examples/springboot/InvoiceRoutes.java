package io.github.camelmtasts.examples.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** The way of an invoice: out of the queue to the customer's MX host, and to one of two other queues if that did not go well. */
@Component
class InvoiceRoutes extends RouteBuilder {

    /** REST writes here, and whatever other system has invoices. */
    static final String QUEUE = "jms:queue:invoices";

    private static final String DEAD = "jms:queue:invoices.dead";

    private static final String SEND = "mtasts:send?retryUri=jms:queue:invoices.retry&deadLetterUri=" + DEAD;

    private final InvoiceMail mail;
    private final Books books;

    InvoiceRoutes(InvoiceMail mail, Books books) {
        this.mail = mail;
        this.books = books;
    }

    @Override
    public void configure() {
        getContext().getManagementStrategy().addEventNotifier(books);

        from(QUEUE + "?transacted=true&concurrentConsumers={{mail.senders}}")
                .routeId("deliver")
                .onException(JacksonException.class, IllegalArgumentException.class) // no invoice, or to no address
                .handled(true)
                .setHeader("MtaStsReason", exceptionMessage())
                .to(DEAD)
                .end()
                .process(mail)
                .to(SEND + "&from={{mail.from}}&useHeaderRecipients=true&useHeaderSubject=true");

        from("jms:queue:invoices.retry?transacted=true") // only the component writes to this one
                .routeId("retry")
                .to(SEND + "&useEnvelopeHeaders=true");
    }
}
