package io.github.camelmtasts;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelmtasts.channel.InMemory;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.util.URISupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route template {@code mtasts-delivery}: a queue to which anybody may write becomes mail that is delivered, waits, or
 * ends in the dead letters. It makes two routes. The first parts each mail by policy domain, in one transaction of its queue; the
 * second, the only one that reads envelopes, sends the parts, and those that come back from their wait.
 */
public class MtaStsDelivery extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(MtaStsDelivery.class);

    /** As the template is called in {@code templatedRoute}. */
    public static final String TEMPLATE = "mtasts-delivery";

    private static final String RETRIES = TEMPLATE + "-retries";

    @Override
    public void configure() {
        withChannels(routeTemplate(TEMPLATE))
                .templateParameter("from")
                .templateParameter("partsUri", "{{retryUri}}")
                .configure(MtaStsDelivery::addRetries)
                .from("{{from}}")
                .removeHeaders("MtaSts*") // strangers write there
                .to("mtasts:split?{{sendOptions}}")
                .split(body())
                .stopOnException()
                .toD("{{partsUri}}");

        withChannels(routeTemplate(RETRIES))
                .from("{{retryFrom}}")
                .to("mtasts:send?{{sendOptions}}&useEnvelopeHeaders=true&maxMailsPerDomain={{maxMailsPerDomain}}"
                        + "&retryUri=RAW({{retryUri}})&deadLetterUri=RAW({{deadLetterUri}})"
                        + "&retrySchedule={{retrySchedule}}&retryLifetime={{retryLifetime}}");
    }

    private static RouteTemplateDefinition withChannels(RouteTemplateDefinition template) {
        MtaStsConfiguration usual = new MtaStsConfiguration();
        return template.templateParameter("sendOptions")
                .templateParameter("retryFrom")
                .templateParameter("retryUri")
                .templateParameter("deadLetterUri")
                .templateParameter("retrySchedule", usual.getRetrySchedule())
                .templateParameter("retryLifetime", String.valueOf(usual.getRetryLifetime()))
                .templateParameter("maxMailsPerDomain", "5");
    }

    /** A template is one route, and this pipeline is two. */
    private static void addRetries(RouteTemplateContext given) {
        CamelContext context = Objects.requireNonNull(given.getCamelContext());
        String from = String.valueOf(given.getParameters().get("from"));
        if (InMemory.isQueue(from)) {
            LOG.warn(
                    "{} reads from {}, which keeps messages in memory: a restart loses every mail in it. Name an endpoint that"
                            + " keeps them on disk, such as the queue of a broker",
                    TEMPLATE,
                    URISupport.sanitizeUri(from));
        }
        TemplatedRouteBuilder retries = TemplatedRouteBuilder.builder(context, RETRIES);
        given.getParameters().forEach(retries::parameter);
        try {
            context.addStartupListener(new OnceStarted(retries, new AtomicBoolean()));
        } catch (Exception notAdded) {
            throw RuntimeCamelException.wrapRuntimeCamelException(notAdded);
        }
    }

    /**
     * A route that is added to a context while it starts, or before by another template, would never run (Camel 4.22.0). The start
     * of this route asks once more.
     */
    private record OnceStarted(TemplatedRouteBuilder route, AtomicBoolean added) implements ExtendedStartupListener {

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            if (alreadyStarted) {
                add();
            }
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            add();
        }

        private void add() {
            if (!added.getAndSet(true)) {
                route.add();
            }
        }
    }
}
