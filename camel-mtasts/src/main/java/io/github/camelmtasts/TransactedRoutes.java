package io.github.camelmtasts;

import java.util.Collection;

import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns at the start of routes that consume in a broker's transaction and send without channels: a failure rolls the message
 * back, and the broker's redelivery, which knows nothing, sends to those again who have the mail.
 */
final class TransactedRoutes extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(TransactedRoutes.class);

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        routes.stream().filter(route -> isTransacted(route.getEndpoint())).forEach(TransactedRoutes::look);
    }

    private static void look(Route route) {
        if (RouteSteps.endpoints(route).anyMatch(TransactedRoutes::lacksChannels)) {
            LOG.warn(
                    "Route {} consumes in a transaction and sends by mtasts: without retryUri and deadLetterUri. A mail that"
                            + " some recipients lack is rolled back, and its redelivery goes to all of them again, also to"
                            + " those who have it. Set both options, or let each message be for one recipient",
                    route.getId());
        }
    }

    private static boolean lacksChannels(Endpoint endpoint) {
        return endpoint instanceof MtaStsEndpoint mtasts
                && mtasts.getOperation() == MtaStsOperation.send
                && (mtasts.getConfiguration().getRetryUri() == null
                        || mtasts.getConfiguration().getDeadLetterUri() == null);
    }

    /** Of jms:, and whatever else has an option of this name; their classes need not be there. */
    private static boolean isTransacted(Endpoint endpoint) {
        PropertyConfigurer options =
                endpoint.getComponent() == null ? null : endpoint.getComponent().getEndpointPropertyConfigurer();
        return options instanceof PropertyConfigurerGetter getter
                && Boolean.TRUE.equals(getter.getOptionValue(endpoint, "transacted", true));
    }
}
