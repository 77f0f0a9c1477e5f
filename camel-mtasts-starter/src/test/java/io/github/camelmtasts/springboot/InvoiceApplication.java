package io.github.camelmtasts.springboot;

import io.github.camelmtasts.DeliveryException;
import io.github.camelmtasts.TemporaryDeliveryException;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The route of the README, but for the pause between its attempts. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class InvoiceApplication {

    @Bean
    RouteBuilder invoices() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(TemporaryDeliveryException.class)
                        .maximumRedeliveries(1)
                        .redeliveryDelay(0);
                onException(DeliveryException.class).maximumRedeliveries(0);

                from("direct:invoices")
                        .setHeader("To", simple("${header.To}"))
                        .setHeader("Subject", constant("Your invoice"))
                        .to("mtasts:send?from=billing@example.com&useHeaderRecipients=true&useHeaderSubject=true")
                        .log("${header.CamelMtaStsOutcome} at ${header.CamelMtaStsMxHost}, policy mode"
                                + " ${header.CamelMtaStsPolicyMode}");
            }
        };
    }
}
