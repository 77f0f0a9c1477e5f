package io.github.camelmtasts;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.policy.DomainName;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Answers a domain with a {@link io.github.camelmtasts.delivery.Resolution}; sends nothing. */
public class MtaStsResolveProducer extends DefaultProducer {

    private static final String NOBODY_GREETED = "localhost";

    private final MtaStsEndpoint endpoint;

    MtaStsResolveProducer(MtaStsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        @Nullable String named = exchange.getMessage().getHeader(MtaStsConstants.DOMAIN, String.class);
        @Nullable String domain = named == null ? exchange.getMessage().getBody(String.class) : named;
        if (domain == null || domain.isBlank()) {
            throw new IllegalArgumentException(
                    "mtasts:resolve needs a domain: put its name into the body, or into the header "
                            + MtaStsConstants.DOMAIN);
        }
        MtaStsEngine engine = endpoint.getComponent().engine();
        DeliveryRules rules = endpoint.getConfiguration().rules(() -> NOBODY_GREETED);
        exchange.getMessage().setBody(engine.courier().resolve(DomainName.of(domain.strip()), rules));
    }
}
