package io.github.camelmtasts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.camelmtasts.discovery.PolicyOverride;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.watch.Watch;
import org.apache.camel.Endpoint;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.jspecify.annotations.Nullable;

/** Sends mail to its recipients' MX hosts under their MTA-STS policies. One component has one engine: one DNS cache, one policy cache, one connection pool. */
@Component("mtasts")
@ManagedResource(description = "MTA-STS policies, and the operator's word about them")
public class MtaStsComponent extends MtaStsComponentOptions {

    @Metadata(
            label = "policy",
            defaultValue = "ENFORCE",
            description =
                    "Whether policies stop mail (enforce), or every policy counts as one in testing (observe): then all mail"
                            + " goes out, and the reports say what would have been stopped. For the time of a roll-out.")
    private Enforcement enforcement = Enforcement.ENFORCE;

    /** The default outlives a restart of the component, though not of the process. */
    private final PolicyStore memory = new MemoryPolicyStore();

    private final GuardLedger guardLedger = new GuardLedger();

    private final Watch watch = new Watch(time);

    private final ServingFailures servingFailures = new ServingFailures(time);

    private final MtaStsHealthCheck healthCheck = new MtaStsHealthCheck(watch);

    private final TransactedRoutes transactedRoutes = new TransactedRoutes();

    private volatile @Nullable MtaStsEngine engine;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        RefusedOptions.check(uri, parameters);
        MtaStsEndpoint endpoint = new MtaStsEndpoint(
                uri, this, operation(remaining), getConfiguration().copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static MtaStsOperation operation(String name) {
        return Arrays.stream(MtaStsOperation.values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> noOperation(name));
    }

    /** Who writes a host here comes from {@code smtp:}; a login before it is not repeated. */
    private static IllegalArgumentException noOperation(String name) {
        String known = Arrays.stream(MtaStsOperation.values())
                .map(operation -> "mtasts:" + operation)
                .collect(Collectors.joining(", "));
        boolean isHost = name.contains(".") || name.contains(":") || name.contains("@");
        return new IllegalArgumentException("mtasts:" + name.substring(name.lastIndexOf('@') + 1)
                + " is no operation; there are " + known
                + (isHost ? ". To send through a host of your own, write mtasts:send?smartHost=host:port" : ""));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        guard();
        getCamelContext().addLifecycleStrategy(transactedRoutes);
        watch.observe(Traces.in(getCamelContext()));
        engine = new MtaStsEngine(this);
        healthCheck.join(this);
    }

    @Override
    void guardChanged() {
        if (isStarted()) {
            guard().ifPresent(guard -> guard.patternsChanged(getCamelContext()));
        }
    }

    private Optional<GuardOnWatch> guard() {
        GuardOnWatch guard = getCamelContext().getCamelContextExtension().getContextPlugin(GuardOnWatch.class);
        if (guard == null && !getGuardSmtpEndpoints().isBlank()) {
            throw new IllegalStateException(
                    "guardSmtpEndpoints: there is no guard in this Camel context, whose class loader does"
                            + " not show the services of camel-mtasts; call new GuardServicePlugin().load(context) first of all");
        }
        return Optional.ofNullable(guard);
    }

    @Override
    protected void doStop() throws Exception {
        MtaStsEngine running = engine;
        engine = null;
        healthCheck.leave(this);
        getCamelContext().getLifecycleStrategies().remove(transactedRoutes);
        if (running != null) {
            running.close();
        }
        super.doStop();
    }

    /** What the people who run this must see. */
    public Watch watch() {
        return watch;
    }

    MtaStsEngine engine() {
        MtaStsEngine running = engine;
        if (running == null) {
            throw new IllegalStateException("The component mtasts is not started");
        }
        return running;
    }

    /** What the domain's mail would meet now, as JSON. */
    @ManagedOperation(description = "What mail to a domain would meet now, as JSON")
    public String resolvePolicy(String domain) {
        MtaStsEngine running = engine();
        return running.courier()
                .resolve(DomainName.of(domain), getConfiguration().rules(running::localHostname))
                .toJson();
    }

    /** Under which policy the domain's mail would go out by what is kept, as JSON; empty if that says nothing. Asks nobody outside. */
    public Optional<String> recallPolicy(String domain) {
        MtaStsEngine running = engine();
        return running.courier()
                .recall(DomainName.of(domain), getConfiguration().rules(running::localHostname))
                .map(PolicyAnswers::json);
    }

    /** The policies that are kept, as a JSON array. */
    @ManagedOperation(description = "The policies that are kept, as a JSON array")
    public String listPolicies() {
        return PolicyAnswers.json(engine().policies());
    }

    /** Fetches a domain's policy now, and says what came of it, as JSON. */
    @ManagedOperation(description = "Fetch a domain's policy now")
    public String refreshPolicy(String domain) {
        return PolicyAnswers.json(engine().operator()
                .refresh(DomainName.of(domain), getConfiguration().getDialect()));
    }

    /** Gets rid of a domain's policy, and says what came of it, as JSON; see {@link MtaStsOperation#purge}. */
    @ManagedOperation(
            description = "Get rid of a domain's policy: a newer one takes its place, or it goes if that is forced")
    public String purgePolicy(String domain, boolean force) {
        return PolicyAnswers.json(engine().operator()
                .purge(DomainName.of(domain), getConfiguration().getDialect(), force));
    }

    /** The overrides, a line each. */
    @ManagedAttribute(description = "The overrides of single domains, a line each")
    public String getOverridesInForce() {
        return engine().overrides().all().entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Sets a domain's override until it ends, or the component stops; in the form of the option {@code overrides}. */
    @ManagedOperation(description = "Override a domain's policy, such as: report-only until 2026-12-31: reason")
    public void overridePolicy(String domain, String text) {
        engine().overrides().put(DomainName.of(domain), PolicyOverride.parse(text));
    }

    /** Takes a domain's override away. */
    @ManagedOperation(description = "Take a domain's override away")
    public void removeOverride(String domain) {
        engine().overrides().remove(DomainName.of(domain));
    }

    /** The policies that could not be renewed lately, a line each. */
    @ManagedAttribute(description = "The policies that could not be renewed lately, and why, a line each")
    public String getOverdueRefreshes() {
        return engine().overdueRefreshes().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Reads the trust store of {@code sslContextParameters} anew; connections that rest on the former one are used no more. */
    @ManagedOperation(description = "Read the trust store anew, and use no connection that rests on the former one")
    public void reloadTrust() {
        engine().reloadTrust();
    }

    public Enforcement getEnforcement() {
        return enforcement;
    }

    public void setEnforcement(Enforcement enforcement) {
        this.enforcement = enforcement;
        MtaStsEngine running = engine;
        if (running != null) {
            running.overrides().observe(enforcement == Enforcement.OBSERVE);
        }
    }

    /** {@link #getEnforcement} for JMX. */
    @ManagedAttribute(description = "Whether policies stop mail: ENFORCE or OBSERVE")
    public String getEnforcementMode() {
        return enforcement.name();
    }

    /** {@link #setEnforcement} for JMX. */
    @ManagedAttribute(description = "Whether policies stop mail: ENFORCE or OBSERVE")
    public void setEnforcementMode(String mode) {
        setEnforcement(Enforcement.valueOf(mode.toUpperCase(Locale.ROOT)));
    }

    /** The {@code smtp:} endpoints that are guarded, and what came of it, a line each. */
    @ManagedAttribute(description = "The smtp: endpoints that are guarded, and what came of it, a line each")
    public String getGuardedEndpoints() {
        return String.join("\n", guardLedger.lines());
    }

    /** {@link #getGuardMode} for JMX. */
    @ManagedAttribute(description = "Whether guardSmtpEndpoints stops mail: ENFORCE or OBSERVE")
    public String getModeOfGuard() {
        return getGuardMode().name();
    }

    /** {@link #setGuardMode} for JMX. */
    @ManagedAttribute(description = "Whether guardSmtpEndpoints stops mail: ENFORCE or OBSERVE")
    public void setModeOfGuard(String mode) {
        setGuardMode(GuardMode.valueOf(mode.toUpperCase(Locale.ROOT)));
    }

    /** What is known of the endpoints that are guarded. */
    public GuardLedger guardLedger() {
        return guardLedger;
    }

    PolicyStore memory() {
        return memory;
    }

    /** One for all producers: whoever asks may have one of its own. */
    ServingFailures servingFailures() {
        return servingFailures;
    }
}
