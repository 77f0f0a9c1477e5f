package io.github.camelmtasts.examples.guard;

import org.apache.camel.builder.RouteBuilder;

/** The application's routes of many years. Nobody has to change them. */
final class OldRoutes extends RouteBuilder {

    private static final String OPTIONS = "?from=office@sender.example&useHeaderRecipients=true&useHeaderSubject=true";

    @Override
    public void configure() {
        from("direct:invoices").to("smtp:relay.example:{{mail.port}}" + OPTIONS);

        from("direct:reports").to("smtp:old-relay.example:{{mail.port}}" + OPTIONS);

        from("direct:orders").to("smtp:mx.partner.example:{{mail.port}}" + OPTIONS);

        from("direct:offers").to("smtp:relay.example:{{mail.port}}" + OPTIONS);

        from("direct:alarms").to("smtp:{{mail.sidecar}}:{{mail.port}}" + OPTIONS);
    }
}
