package io.github.camelmtasts;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.check.DomainChecker;
import io.github.camelmtasts.delivery.Courier;
import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Dispatcher;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.LogKey;
import io.github.camelmtasts.delivery.ReportListener;
import io.github.camelmtasts.delivery.TlsMaterial;
import io.github.camelmtasts.discovery.DiscoveryThreads;
import io.github.camelmtasts.discovery.Doors;
import io.github.camelmtasts.discovery.PolicyDiscovery;
import io.github.camelmtasts.discovery.PolicyOperator;
import io.github.camelmtasts.discovery.PolicyOverrides;
import io.github.camelmtasts.discovery.SteadyClock;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.DnsMemory;
import io.github.camelmtasts.dns.DnsServers;
import io.github.camelmtasts.fetch.FetchSettings;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publisher.OutsideView;
import io.github.camelmtasts.publisher.Publisher;
import io.github.camelmtasts.smtp.ConnectionLimits;
import io.github.camelmtasts.smtp.SmtpSender;
import io.github.camelmtasts.watch.Lookout;
import io.github.camelmtasts.watch.Watched;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** The floors, put together: one engine for a component, shared by all its endpoints, and ended by it. */
final class MtaStsEngine implements AutoCloseable {

    /** What other nodes did is seen within twice this time. */
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(15);

    /** Policies that an answer lists at most. */
    private static final int MAX_LISTED = 100_000;

    private final MtaStsComponent component;
    private final AddressFilter addressFilter;
    private final NamedStore store;
    private final EngineThreads threads;
    private final EngineTrust trust;
    private final Supplier<DnsLookup> freshDns;
    private final PolicyDiscovery discovery;
    private final SmtpSender sender;
    private final Courier courier;
    private final Dispatcher dispatcher;
    private final Publisher publisher;
    private @Nullable String localHostname;

    /**
     * Builds the floors; touches nothing outside but the policy store.
     *
     * @throws IllegalArgumentException if an option of the component cannot be; the message names it
     */
    MtaStsEngine(MtaStsComponent component) {
        this.component = component;
        Clock clock = component.getClock();
        Clock ages = component.clockOfAges();
        // what cannot be read is to be found out before anything is opened
        this.addressFilter = AddressFilter.allowing(component.getAllowedAddresses());
        FetchSettings fetchSettings = component.fetchSettings();
        X509TrustManager authorities = EngineTrust.authorities(component);
        ConnectionLimits limits = component.connectionLimits();
        List<InetSocketAddress> dnsServers = DnsServers.parse(component.getDnsServers());
        this.store = NamedStore.of(component);
        this.threads = new EngineThreads(component);
        try {
            this.trust = new EngineTrust(component, authorities, fetchSettings, threads, ages);

            Lookout lookout = component.watch().lookout();
            ReportListener reports = new ReportLog();
            this.freshDns = () -> new DnsMemory(dnsServers, ages);
            DnsLookup dns = new DnsMemory(dnsServers, lookout.resolver(), ages);
            Doors doors = new Doors(
                    dns, lookout.overPolicyHosts(trust::fetch), lookout.overStore(store.policies()), addressFilter);
            PolicyOverrides overrides = OverrideOptions.of(component, ages);
            Executor fetches = lookout.overHelpers(threads.fetches());
            this.discovery = new PolicyDiscovery(
                    doors,
                    overrides,
                    reports,
                    lookout.lookups(),
                    new DiscoveryThreads(work -> fetches.execute(LogKey.carried(work)), threads.background()),
                    ages);
            this.sender = new SmtpSender(trust.mxHosts(), limits, lookout.connections(), clock, threads.timer());
            this.courier = new Courier(discovery, dns, addressFilter, lookout.overMxHosts(sender), reports, clock);
            this.dispatcher = new Dispatcher(courier, lookout.overHelpers(threads.helpers()), clock);
            component.watch().begin(new Watched(dns, discovery, sender, ages));
            this.publisher = NamedPolicies.publisher(
                    component,
                    new OutsideView(freshDns, trust::fetch, addressFilter, sender, threads.looks()),
                    threads.rollOvers(),
                    ages);
            threads.keepHouse(() -> keepHouse(ages), HOUSEKEEPING);
        } catch (Throwable failure) { // an Error too leaves no file locked, nor a thread behind
            component.watch().end();
            threads.close();
            store.close();
            throw failure;
        }
    }

    /**
     * Reads the authorities anew. Whatever rests on the former ones is not used any more.
     *
     * @throws IllegalArgumentException if they cannot be read; the former stay
     */
    void reloadTrust() {
        trust.reload();
        sender.trust(trust.mxHosts());
    }

    /** What these parameters say, with the same care about revocation. */
    TlsMaterial material(SSLContextParameters parameters) {
        return trust.material(parameters);
    }

    private void keepHouse(Clock ages) {
        if (ages instanceof SteadyClock steady) {
            steady.warnOfSteps();
        }
        discovery.refresher().run();
    }

    PolicyOverrides overrides() {
        return discovery.overrides();
    }

    PolicyOperator operator() {
        return discovery.operator();
    }

    Map<DomainName, String> overdueRefreshes() {
        return discovery.refresher().overdue();
    }

    /** What is kept, as far as an answer can hold it. */
    List<CachedPolicy> policies() {
        return operator().list(Optional.empty(), MAX_LISTED);
    }

    /** Explains domains; shares nothing with the mails but connections' turns. */
    DomainChecker checker() {
        return new DomainChecker(
                freshDns, addressFilter, trust.policyHosts(), sender, threads.checks(), component.getClock());
    }

    Courier courier() {
        return courier;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Optional<Failure> rehearse(DomainName recipients, DeliveryRules rules) {
        return courier.rehearse(recipients, rules, sender);
    }

    Executor rehearsals() {
        return threads.rehearsals();
    }

    Publisher publisher() {
        return publisher;
    }

    /** The name of this machine; asked for, and complained of, once and only where no option gives one. */
    synchronized String localHostname() {
        if (localHostname == null) {
            localHostname = LocalHostname.ofThisMachine();
        }
        return localHostname;
    }

    /** Waits for the mails under way, those of no route too, for as long as Camel waits for routes. */
    @Override
    public void close() {
        component.watch().end();
        ShutdownStrategy patience = component.getCamelContext().getShutdownStrategy();
        sender.close(Duration.of(patience.getTimeout(), patience.getTimeUnit().toChronoUnit()));
        threads.close();
        store.close();
    }
}
