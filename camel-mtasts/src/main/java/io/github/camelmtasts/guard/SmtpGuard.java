package io.github.camelmtasts.guard;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

import io.github.camelmtasts.MtaStsComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Puts a {@link GuardedMailEndpoint} in the place of each {@code smtp:} endpoint of one Camel context that is to be guarded, as
 * the endpoint is made. An endpoint that was made before, and that somebody may hold on to, ends the start: a gap that nobody
 * sees would be worse than no guard.
 */
final class SmtpGuard extends LifecycleStrategySupport implements EndpointStrategy {

    private static final String COMPONENT = "mtasts";

    /** The forms of the option in properties, where no route has made the component that they are for. */
    private static final String[] OPTION = {
        "camel.component.mtasts.guardSmtpEndpoints", "camel.component.mtasts.guard-smtp-endpoints"
    };

    /** Camel forgets its components when it stops; who guards must be there again when it starts. */
    private final Map<String, MtaStsComponent> components = new ConcurrentSkipListMap<>();

    private volatile boolean blocksExpected;

    private SmtpGuard() {}

    /** The guard of this context. */
    static synchronized SmtpGuard of(CamelContext context) {
        SmtpGuard known = context.getCamelContextExtension().getContextPlugin(SmtpGuard.class);
        return known == null ? install(context) : known;
    }

    private static SmtpGuard install(CamelContext context) {
        SmtpGuard guard = new SmtpGuard();
        context.getCamelContextExtension().addContextPlugin(SmtpGuard.class, guard);
        context.addLifecycleStrategy(guard);
        context.getCamelContextExtension().registerEndpointCallback(guard);
        return guard;
    }

    /** From now on endpoints are made so that a block can guard them; outside of blocks they do as ever. */
    void expectBlocks() {
        blocksExpected = true;
    }

    /**
     * Makes sure that no endpoint was made before blocks were expected.
     *
     * @throws IllegalStateException naming the first one
     */
    void refuseGapsInBlocks(CamelContext context) {
        unguarded(context).findFirst().ifPresent(gap -> {
            throw new IllegalStateException("The MtaStsEndpointPolicy came too late to guard "
                    + MailEndpoints.name(gap)
                    + ", which was made before: bind the policy as a bean before routes are added");
        });
    }

    @Override
    public void onComponentAdd(String name, Component component) {
        if (component instanceof MtaStsComponent mtasts) {
            components.put(name, mtasts);
            if (mtasts.getCamelContext().isStarted()) {
                refuseGaps(mtasts.getCamelContext());
            }
        }
    }

    @Override
    public void onComponentRemove(String name, Component component) {
        if (component instanceof MtaStsComponent mtasts
                && mtasts.getCamelContext().isStarted()) {
            components.remove(name);
        }
    }

    @Override
    public void onContextInitializing(CamelContext context) {
        components.forEach((name, component) -> comeBack(context, name, component));
        if (components.isEmpty() && isWanted(context)) {
            context.getComponent(COMPONENT);
        }
        blocksExpected |=
                !context.getRegistry().findByType(MtaStsEndpointPolicy.class).isEmpty();
    }

    private static void comeBack(CamelContext context, String name, MtaStsComponent component) {
        if (!component.getGuardSmtpEndpoints().isBlank() && context.hasComponent(name) == null) {
            context.addComponent(name, component);
        }
    }

    /** Whether a component is configured that nobody has asked for yet. */
    private static boolean isWanted(CamelContext context) {
        return Stream.of(COMPONENT, COMPONENT + "-component")
                        .anyMatch(bean -> context.getRegistry().lookupByName(bean) instanceof MtaStsComponent)
                || Arrays.stream(OPTION)
                        .anyMatch(option -> context.getPropertiesComponent()
                                .resolveProperty(option)
                                .isPresent());
    }

    @Override
    public void onContextInitialized(CamelContext context) {
        refuseGaps(context);
    }

    private void refuseGaps(CamelContext context) {
        unguarded(context)
                .filter(endpoint -> standing(endpoint).isPresent())
                .findFirst()
                .ifPresent(gap -> {
                    throw new IllegalStateException("guardSmtpEndpoints came too late to guard "
                            + MailEndpoints.name(gap)
                            + ", which was made before: set it before the application asks Camel for an endpoint");
                });
    }

    private static Stream<MailEndpoint> unguarded(CamelContext context) {
        return context.getEndpoints().stream()
                .flatMap(endpoint -> MailEndpoints.sending(endpoint).stream())
                .filter(endpoint -> !(endpoint instanceof GuardedMailEndpoint)
                        && MailEndpoints.ownWay(endpoint).isEmpty());
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        return MailEndpoints.sending(endpoint)
                .filter(mail -> !(mail instanceof GuardedMailEndpoint))
                .map(this::guarded)
                .orElse(endpoint);
    }

    private Endpoint guarded(MailEndpoint endpoint) {
        Optional<MtaStsComponent> standing = standing(endpoint);
        Optional<String> ownWay = MailEndpoints.ownWay(endpoint);
        if (ownWay.isPresent()) {
            if (standing.isPresent() || blocksExpected) {
                MailEndpoints.reportLeftAlone(endpoint, standing, ownWay.get());
            }
            return endpoint;
        }
        return standing.isPresent() || blocksExpected ? new GuardedMailEndpoint(endpoint, standing) : endpoint;
    }

    /** Who guards the endpoint in every route; empty if nobody does. */
    private Optional<MtaStsComponent> standing(MailEndpoint endpoint) {
        return components.values().stream()
                .filter(component -> matches(endpoint, component.getGuardSmtpEndpoints()))
                .findFirst();
    }

    private static boolean matches(MailEndpoint endpoint, String patterns) {
        return Arrays.stream(patterns.split(","))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .anyMatch(pattern ->
                        EndpointHelper.matchEndpoint(endpoint.getCamelContext(), endpoint.getEndpointUri(), pattern));
    }
}
