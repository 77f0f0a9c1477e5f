package io.github.camelmtasts.examples.quickstart;

import io.github.camelmtasts.DeliveryException;
import org.apache.camel.builder.RouteBuilder;

/** The route that all this is about. What came of a mail stands in the headers CamelMtaSts*. */
final class MailRoute extends RouteBuilder {

    @Override
    public void configure() {
        // an application would retry a TemporaryDeliveryException, and show a PermanentDeliveryException to a person
        onException(DeliveryException.class).handled(true);

        from("direct:mail")
                .to("mtasts:send?dialect=auto&from={{mail.from}}&useHeaderRecipients=true&useHeaderSubject=true");

        from("direct:look").to("mtasts:resolve?dialect=auto");
    }
}
