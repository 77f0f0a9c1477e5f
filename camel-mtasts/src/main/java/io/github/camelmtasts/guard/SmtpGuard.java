package io.github.camelmtasts.guard;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import io.github.camelmtasts.GuardOnWatch;
import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.RouteSteps;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultInterceptSendToEndpoint;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a {@link GuardedMailEndpoint} in the place of each {@code smtp:} endpoint of one Camel context that is to be guarded, as
 * the endpoint is made. An endpoint that was made before, and that somebody may hold on to, ends the start: a gap that nobody
 * sees would be worse than no guard.
 */
final class SmtpGuard extends LifecycleStrategySupport implements EndpointStrategy, GuardOnWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpGuard.class);

    private static final String COMPONENT = "mtasts";

    /** The forms of the option in properties, where no route has made the component that they are for. */
    private static final String[] OPTION = {
        "camel.component.mtasts.guardSmtpEndpoints", "camel.component.mtasts.guard-smtp-endpoints"
    };

    /** Camel forgets its components when it stops; who guards must be there again when it starts. */
    private final Map<String, MtaStsComponent> components = new ConcurrentSkipListMap<>();

    private final RehearsalMemory rehearsals = new RehearsalMemory();

    private final Set<String> patternsInUse = ConcurrentHashMap.newKeySet();

    private volatile boolean blocksExpected;

    private volatile boolean initialized;

    private SmtpGuard() {}

    /** The guard of this context. */
    static synchronized SmtpGuard of(CamelContext context) {
        SmtpGuard known = context.getCamelContextExtension().getContextPlugin(SmtpGuard.class);
        return known == null ? install(context) : known;
    }

    private static SmtpGuard install(CamelContext context) {
        SmtpGuard guard = new SmtpGuard();
        context.getCamelContextExtension().addContextPlugin(SmtpGuard.class, guard);
        context.getCamelContextExtension().addContextPlugin(GuardOnWatch.class, guard);
        context.addLifecycleStrategy(guard);
        context.getCamelContextExtension().registerEndpointCallback(guard);
        return guard;
    }

    /** What was found out beside observed mails. */
    RehearsalMemory rehearsals() {
        return rehearsals;
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
        unguarded(context.getEndpoints().stream()).findFirst().ifPresent(gap -> {
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
        initialized = false;
        components.forEach((name, component) -> comeBack(context, name, component));
        takeFromRegistry(context);
        if (context.hasComponent(COMPONENT) == null && isInProperties(context)) {
            context.getComponent(COMPONENT);
        }
        blocksExpected |=
                !context.getRegistry().findByType(MtaStsEndpointPolicy.class).isEmpty();
    }

    private static void comeBack(CamelContext context, String name, MtaStsComponent component) {
        if (context.hasComponent(name) == null) {
            context.addComponent(name, component);
        }
    }

    /** A component is no guard until Camel knows it, and Camel makes none of a bean whose name no endpoint has as scheme. */
    private void takeFromRegistry(CamelContext context) {
        context.getRegistry().findByTypeWithName(MtaStsComponent.class).forEach((bean, component) -> {
            if (!components.containsValue(component)) {
                context.getComponent(schemeOf(bean));
            }
        });
    }

    /** Camel finds {@code x-component} as the component {@code x}. */
    private static String schemeOf(String bean) {
        return bean.endsWith("-component") ? bean.substring(0, bean.length() - "-component".length()) : bean;
    }

    private static boolean isInProperties(CamelContext context) {
        return Arrays.stream(OPTION)
                .anyMatch(option ->
                        context.getPropertiesComponent().resolveProperty(option).isPresent());
    }

    @Override
    public void onContextInitialized(CamelContext context) {
        takeFromRegistry(context);
        initialized = true;
        patternsChanged(context);
    }

    /** Before that, it is looked at when the context is initialized. */
    @Override
    public void patternsChanged(CamelContext context) {
        if (initialized) {
            components.values().stream()
                    .flatMap(component -> patterns(component.getGuardSmtpEndpoints()))
                    .forEach(SmtpGuard::check);
            refuseGaps(context);
        }
    }

    /** Routes may hold endpoints that Camel never made, and that no strategy sees. */
    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        routes.forEach(route -> refuseGaps(unguarded(RouteSteps.endpoints(route))));
    }

    private void refuseGaps(CamelContext context) {
        refuseGaps(unguarded(context.getEndpoints().stream()));
        refuseGaps(context.getEndpoints().stream()
                .flatMap(endpoint -> MailEndpoints.sending(endpoint).stream())
                .filter(endpoint -> endpoint instanceof GuardedMailEndpoint guarded && guarded.isForBlocksAlone()));
    }

    private void refuseGaps(Stream<MailEndpoint> unguarded) {
        unguarded.filter(endpoint -> standing(endpoint).isPresent()).findFirst().ifPresent(gap -> {
            throw new IllegalStateException("guardSmtpEndpoints cannot guard " + MailEndpoints.name(gap)
                    + ", which was made before it, or by hand: set the option before the application asks Camel for an"
                    + " endpoint, and name the endpoint by its URI");
        });
    }

    @Override
    public void onContextStarted(CamelContext context) {
        components.values().stream()
                .flatMap(component -> patterns(component.getGuardSmtpEndpoints()))
                .filter(pattern -> !patternsInUse.contains(pattern))
                .forEach(pattern -> LOG.warn("guardSmtpEndpoints: no endpoint so far is meant by {}", pattern));
    }

    private static Stream<MailEndpoint> unguarded(Stream<Endpoint> endpoints) {
        return endpoints
                .flatMap(endpoint -> MailEndpoints.sending(endpoint).stream())
                .filter(endpoint -> !(endpoint instanceof GuardedMailEndpoint)
                        && MailEndpoints.ownWay(endpoint).isEmpty());
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        Optional<Endpoint> guarded = MailEndpoints.sending(endpoint)
                .filter(mail -> !(mail instanceof GuardedMailEndpoint))
                .flatMap(this::guarded);
        return guarded.map(guard ->
                        endpoint instanceof DefaultInterceptSendToEndpoint detour ? again(detour, guard) : guard)
                .orElse(endpoint);
    }

    /** Camel calls its strategies in no order: an interception may have come first. */
    private static Endpoint again(DefaultInterceptSendToEndpoint detour, Endpoint guarded) {
        DefaultInterceptSendToEndpoint around = new DefaultInterceptSendToEndpoint(guarded, detour.isSkip());
        around.setBefore(detour.getBefore());
        around.setAfter(detour.getAfter());
        around.setOnWhen(detour.getOnWhen());
        return around;
    }

    private Optional<Endpoint> guarded(MailEndpoint endpoint) {
        Optional<MtaStsComponent> standing = standing(endpoint);
        if (standing.isEmpty() && !blocksExpected) {
            return Optional.empty();
        }
        Optional<String> ownWay = MailEndpoints.ownWay(endpoint);
        ownWay.ifPresent(why -> MailEndpoints.reportLeftAlone(endpoint, standing, why));
        return ownWay.isPresent() ? Optional.empty() : Optional.of(new GuardedMailEndpoint(endpoint, standing));
    }

    /** Who guards the endpoint in every route; empty if nobody does. */
    private Optional<MtaStsComponent> standing(MailEndpoint endpoint) {
        return components.values().stream()
                .filter(component ->
                        patterns(component.getGuardSmtpEndpoints()).anyMatch(pattern -> isMeant(endpoint, pattern)))
                .findFirst();
    }

    /** By its URI or, so that a user in it makes no difference, without anything but scheme, host and port. */
    private boolean isMeant(MailEndpoint endpoint, String pattern) {
        CamelContext context = endpoint.getCamelContext();
        boolean meant = EndpointHelper.matchEndpoint(context, endpoint.getEndpointUri(), pattern)
                || EndpointHelper.matchEndpoint(context, MailEndpoints.name(endpoint), pattern);
        if (meant) {
            patternsInUse.add(pattern);
        }
        return meant;
    }

    private static Stream<String> patterns(String option) {
        return Arrays.stream(option.split(",")).map(String::strip).filter(pattern -> !pattern.isEmpty());
    }

    /** Camel takes a pattern that is none for one that fits nothing. */
    private static void check(String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException broken) {
            throw new IllegalArgumentException(
                    "guardSmtpEndpoints: '" + pattern + "' is no pattern (" + broken.getDescription()
                            + "); a comma parts patterns, and cannot stand in one",
                    broken);
        }
    }
}
