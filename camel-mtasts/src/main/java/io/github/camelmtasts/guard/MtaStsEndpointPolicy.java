package io.github.camelmtasts.guard;

import io.github.camelmtasts.GuardHosts;
import io.github.camelmtasts.GuardMode;
import io.github.camelmtasts.MtaStsComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards every {@code smtp:} and {@code smtps:} send of a block of a route: {@code .policy("mtasts")}. The block's scope is
 * dynamic: it reaches into the routes that the block calls, and over no broker. Bind it as a bean before routes are added.
 */
public class MtaStsEndpointPolicy implements Policy, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(MtaStsEndpointPolicy.class);

    private @Nullable CamelContext camelContext;
    private String component = "mtasts";
    private GuardHosts hosts = GuardHosts.RELAY;
    private GuardMode mode = GuardMode.ENFORCE;

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        SmtpGuard guard = SmtpGuard.of(route.getCamelContext());
        guard.expectBlocks();
        guard.refuseGapsInBlocks(route.getCamelContext());
    }

    @Override
    public Processor wrap(Route route, Processor block) {
        MtaStsComponent named = route.getCamelContext().getComponent(component, MtaStsComponent.class);
        GuardTerms terms = new GuardTerms(named, hosts, mode);
        LOG.info("Guarded: every smtp: send in a block of route {} ({})", route.getRouteId(), terms);
        return new GuardedBlock(block, terms);
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        SmtpGuard.of(camelContext).expectBlocks();
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    public String getComponent() {
        return component;
    }

    /** The name of the {@code mtasts} component whose engine and options count. */
    public void setComponent(String component) {
        this.component = component;
    }

    public GuardHosts getHosts() {
        return hosts;
    }

    /** What the hosts of the endpoints are to the mail; the default is {@link GuardHosts#RELAY}. */
    public void setHosts(GuardHosts hosts) {
        this.hosts = hosts;
    }

    public GuardMode getMode() {
        return mode;
    }

    /** Whether mail is stopped, the default, or only looked at. */
    public void setMode(GuardMode mode) {
        this.mode = mode;
    }
}
