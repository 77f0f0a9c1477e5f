package io.github.camelmtasts.examples.guard;

import org.apache.camel.builder.RouteBuilder;

/** New ways into two of the old routes, for mails of which more is demanded than of the others: a block reaches into what it calls. */
final class GuardedBlocks extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:guarded-orders").policy("mtasts").to("direct:orders");

        from("direct:guarded-offers").policy("pastTheRelay").to("direct:offers");
    }
}
