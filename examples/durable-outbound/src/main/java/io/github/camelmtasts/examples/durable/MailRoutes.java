package io.github.camelmtasts.examples.durable;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;

/** The way of a mail: into the queue, out of it to the MX host, and to one of two other queues if that did not go well. */
final class MailRoutes extends RouteBuilder {

    private static final String SEND = "mtasts:send?retryUri=jms:queue:mail.retry&deadLetterUri=jms:queue:mail.dead";

    @Override
    public void configure() {
        from("servlet:/mails?httpMethodRestrict=POST")
                .routeId("submit")
                .convertBodyTo(String.class)
                .removeHeaders("*", "To", "Subject") // a stranger gives no other orders
                .to(ExchangePattern.InOnly, "jms:queue:mail")
                .removeHeaders("*")
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202))
                .setBody(constant("The mail is in the queue.\n"));

        from("jms:queue:mail?transacted=true&concurrentConsumers={{mail.senders}}")
                .routeId("deliver")
                .onException(IllegalArgumentException.class) // no mail can be made of it: To is missing, or no address
                .handled(true)
                .setHeader("MtaStsReason", exceptionMessage())
                .to("jms:queue:mail.dead")
                .end()
                .removeHeaders("MtaSts*") // nor does whoever else writes to this queue
                .removeHeaders("CamelMtaSts*")
                .to(SEND + "&from={{mail.from}}&useHeaderRecipients=true&useHeaderSubject=true");

        from("jms:queue:mail.retry?transacted=true") // only the component writes to this one
                .routeId("retry")
                .to(SEND + "&useEnvelopeHeaders=true");

        from("servlet:/queues?httpMethodRestrict=GET")
                .routeId("look")
                .removeHeaders("*")
                .bean("broker", "describe");
    }
}
