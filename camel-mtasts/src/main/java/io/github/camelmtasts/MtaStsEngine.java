package io.github.camelmtasts;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.net.ssl.X509TrustManager;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.check.DomainChecker;
import io.github.camelmtasts.delivery.Courier;
import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Dispatcher;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.ReportListener;
import io.github.camelmtasts.delivery.TlsMaterial;
import io.github.camelmtasts.discovery.Doors;
import io.github.camelmtasts.discovery.PolicyDiscovery;
import io.github.camelmtasts.discovery.PolicyOperator;
import io.github.camelmtasts.discovery.PolicyOverrides;
import io.github.camelmtasts.discovery.SteadyClock;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.DnsMemory;
import io.github.camelmtasts.dns.DnsServers;
import io.github.camelmtasts.fetch.FetchProxy;
import io.github.camelmtasts.fetch.FetchSettings;
import io.github.camelmtasts.fetch.HttpsPolicyFetcher;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.fetch.PolicyHostProbe;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publisher.OutsideView;
import io.github.camelmtasts.publisher.Publisher;
import io.github.camelmtasts.smtp.ConnectionLimits;
import io.github.camelmtasts.smtp.SmtpSender;
import io.github.camelmtasts.smtp.TlsTrust;
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
    private final FetchSettings fetchSettings;
    private final EngineThreads threads;
    private final NamedStore store;
    private final SmtpSender sender;
    private final Supplier<DnsLookup> freshDns;
    private final AddressFilter addressFilter;
    private final Clock ages;
    private final PolicyDiscovery discovery;
    private final Courier courier;
    private final Dispatcher dispatcher;
    /** Read once for as long as somebody holds the parameters, or until the trust is read anew. */
    private final Cache<SSLContextParameters, TlsMaterial> materials =
            Caffeine.newBuilder().weakKeys().build();

    private final Publisher publisher;
    private volatile PolicyFetcher fetcher;
    private volatile PolicyHostProbe policyHostProbe;
    private @Nullable String localHostname;

    /**
     * Builds the floors; touches nothing outside but the policy store.
     *
     * @throws IllegalArgumentException if an option of the component cannot be; the message names it
     */
    MtaStsEngine(MtaStsComponent component) {
        this.component = component;
        Clock clock = component.getClock();
        this.ages = component.clockOfAges();
        this.addressFilter = AddressFilter.allowing(component.getAllowedAddresses());
        NumericOptions.checkPort("policyPort", component.getPolicyPort());
        X509TrustManager authorities = authorities();
        ConnectionLimits limits = component.connectionLimits();
        this.fetchSettings = new FetchSettings(
                component.getPolicyPort(),
                component.isLenientMediaType(),
                FetchProxy.parse(
                        component.getFetchProxy(), component.getFetchProxyUser(), component.getFetchProxyPassword()));
        var dnsServers = DnsServers.parse(component.getDnsServers());

        this.store = NamedStore.of(component);
        this.threads = new EngineThreads(component);

        Lookout lookout = component.watch().lookout();
        this.freshDns = () -> new DnsMemory(dnsServers, ages);
        DnsLookup dns = new DnsMemory(dnsServers, lookout.resolver(), ages);
        X509TrustManager trusted = component.getRevocation().over(authorities, threads.revocation());
        ReportListener reports = new ReportLog();
        this.fetcher = fetcher(trusted);
        this.policyHostProbe = policyHostProbe(trusted);
        this.discovery = new PolicyDiscovery(
                new Doors(
                        dns,
                        lookout.overPolicyHosts(request -> fetcher.fetch(request)),
                        lookout.overStore(store.policies()),
                        addressFilter),
                OverrideOptions.of(component, ages),
                reports,
                lookout.lookups(),
                threads.background(),
                ages);
        this.sender =
                new SmtpSender(new TlsTrust(trusted, clock), limits, lookout.connections(), clock, threads.timer());
        this.courier = new Courier(discovery, dns, addressFilter, lookout.overMxHosts(sender), reports, clock);
        this.dispatcher = new Dispatcher(courier, lookout.overHelpers(threads.helpers()), clock);
        component.watch().begin(new Watched(dns, discovery, sender, ages));
        this.publisher = NamedPolicies.publisher(
                component,
                new OutsideView(freshDns, request -> fetcher.fetch(request), addressFilter, sender, threads.looks()),
                threads.rollOvers(),
                ages);
        threads.keepHouse(() -> keepHouse(ages), HOUSEKEEPING);
    }

    private X509TrustManager authorities() {
        return Authorities.of(component.getCamelContext(), component.trustParameters(), component.getRevocation());
    }

    private PolicyFetcher fetcher(X509TrustManager trusted) {
        return new HttpsPolicyFetcher(Authorities.context(trusted), fetchSettings, threads.timer());
    }

    private PolicyHostProbe policyHostProbe(X509TrustManager trusted) {
        return new PolicyHostProbe(trusted, fetchSettings, threads.timer(), ages);
    }

    /**
     * Reads the authorities anew. Whatever rests on the former ones is not used any more.
     *
     * @throws IllegalArgumentException if they cannot be read; the former stay
     */
    void reloadTrust() {
        X509TrustManager trusted = component.getRevocation().over(authorities(), threads.revocation());
        fetcher = fetcher(trusted);
        materials.invalidateAll();
        policyHostProbe = policyHostProbe(trusted);
        sender.trust(new TlsTrust(trusted, component.getClock()));
    }

    /** What these parameters say, with the same care about revocation. */
    TlsMaterial material(SSLContextParameters parameters) {
        return materials.get(parameters, this::read);
    }

    private TlsMaterial read(SSLContextParameters parameters) {
        X509TrustManager trusted = Authorities.of(component.getCamelContext(), parameters, component.getRevocation());
        return new TlsMaterial(
                component.getRevocation().over(trusted, threads.revocation()),
                Authorities.ownKeys(component.getCamelContext(), parameters));
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
                freshDns, addressFilter, policyHostProbe, sender, threads.checks(), component.getClock());
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
