package io.github.camelmtasts;

import java.time.Clock;
import java.util.Objects;

import io.github.camelmtasts.channel.DomainParts;
import io.github.camelmtasts.delivery.Routing;
import io.github.camelmtasts.message.BuiltMail;
import io.github.camelmtasts.message.MessageBuilder;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Makes a mail of the exchange and of it one message for each policy domain, a list that Camel's splitter takes apart; sends
 * nothing. All of them are the same mail, to the last byte.
 */
final class MtaStsSplitProducer extends AnsweringProducer {

    private final MtaStsEndpoint endpoint;
    private final Clock clock;
    private @Nullable MessageBuilder builder;
    private @Nullable Routing routing;

    MtaStsSplitProducer(MtaStsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.clock = endpoint.getComponent().getClock();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        builder = endpoint.messageBuilder();
        routing = endpoint.rules().routing();
    }

    @Override
    void answer(Exchange exchange) throws Exception {
        try (BuiltMail mail = Objects.requireNonNull(builder).build(exchange)) {
            exchange.getMessage()
                    .setBody(DomainParts.of(
                            mail,
                            Objects.requireNonNull(routing)
                                    .byPolicyDomain(mail.envelope())
                                    .values(),
                            exchange,
                            clock.instant()));
        }
    }
}
