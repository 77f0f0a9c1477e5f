package io.github.camelmtasts.examples.publish;

import org.apache.camel.builder.RouteBuilder;

/** Serves the policies, and leads each change of one from its file to its record. */
final class PolicyRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("servlet:/?matchOnUriPrefix=true").routeId("serve").to("mtasts:publish");

        from("timer:rollover?period={{rollover.period}}")
                .routeId("rollover")
                .to("mtasts:rollover")
                .split(body())
                .filter(simple("${body.recordDue}"))
                .bean("zone", "announce");
    }
}
