package io.github.camelmtasts;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.delivery.Courier;
import io.github.camelmtasts.delivery.Dispatcher;
import io.github.camelmtasts.discovery.PolicyDiscovery;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.DnsServers;
import io.github.camelmtasts.dns.DnsjavaLookup;
import io.github.camelmtasts.dns.FailureMemory;
import io.github.camelmtasts.fetch.FetchProxy;
import io.github.camelmtasts.fetch.FetchSettings;
import io.github.camelmtasts.fetch.HttpsPolicyFetcher;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.smtp.SmtpSender;
import io.github.camelmtasts.smtp.TlsTrust;
import io.github.camelmtasts.trust.RevocationCheck;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/** The floors, put together: one engine for a component, shared by all its endpoints, and ended by it. */
final class MtaStsEngine implements AutoCloseable {

    /** Domains that are delivered to side by side, beyond one for each caller. */
    private static final int MAX_HELPERS = 20;

    private static final int DNS_THREADS = 2;

    /** Authorities that are asked at a time. One that keeps us waiting keeps a thread; beyond these nobody can say. */
    private static final int MAX_REVOCATION_INQUIRIES = 20;

    private final ExecutorServiceManager threads;
    private final ScheduledExecutorService timer;
    private final ExecutorService dnsThreads;
    private final ExecutorService revocationThreads;
    private final ExecutorService helpers;
    private final NamedStore store;
    private final SmtpSender sender;
    private final Courier courier;
    private final Dispatcher dispatcher;
    private @Nullable String localHostname;

    /**
     * Builds the floors; touches nothing outside but the policy store.
     *
     * @throws IllegalArgumentException if an option of the component cannot be; the message names it
     */
    MtaStsEngine(MtaStsComponent component) {
        CamelContext context = component.getCamelContext();
        Clock clock = component.getClock();
        AddressFilter addressFilter = AddressFilter.allowing(component.getAllowedAddresses());
        NumericOptions.checkPort("policyPort", component.getPolicyPort());
        RevocationCheck revocation = component.getRevocation();
        X509TrustManager authorities = Authorities.of(context, component.trustParameters(), revocation);
        Optional<FetchProxy> proxy = FetchProxy.parse(
                component.getFetchProxy(), component.getFetchProxyUser(), component.getFetchProxyPassword());
        var dnsServers = DnsServers.parse(component.getDnsServers());

        this.store = NamedStore.of(component);
        this.threads = context.getExecutorServiceManager();
        this.timer = threads.newSingleThreadScheduledExecutor(component, "MtaStsTimer");
        this.dnsThreads = threads.newFixedThreadPool(component, "MtaStsDns", DNS_THREADS);
        this.helpers = poolWithoutQueue(component, "MtaStsDelivery", MAX_HELPERS); // full: the caller does the work
        this.revocationThreads = poolWithoutQueue(component, "MtaStsRevocation", MAX_REVOCATION_INQUIRIES);

        DnsLookup dns = new FailureMemory(new DnsjavaLookup(dnsServers, dnsThreads), clock);
        X509TrustManager trusted = revocation.over(authorities, revocationThreads);
        PolicyFetcher fetcher = new HttpsPolicyFetcher(
                Authorities.context(trusted),
                new FetchSettings(component.getPolicyPort(), component.isLenientMediaType(), proxy),
                timer);
        PolicyDiscovery discovery = new PolicyDiscovery(dns, fetcher, store.policies(), addressFilter, clock);
        this.sender = new SmtpSender(new TlsTrust(trusted, clock), clock, timer);
        this.courier = new Courier(discovery, dns, addressFilter, sender, clock);
        this.dispatcher = new Dispatcher(courier, helpers, clock);
    }

    private ExecutorService poolWithoutQueue(MtaStsComponent component, String name, int size) {
        return threads.newThreadPool(
                component,
                name,
                new ThreadPoolProfileBuilder(name)
                        .poolSize(size)
                        .maxPoolSize(size)
                        .allowCoreThreadTimeOut(true)
                        .maxQueueSize(0)
                        .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                        .build());
    }

    Courier courier() {
        return courier;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** The name of this machine; asked for, and complained of, once and only where no option gives one. */
    synchronized String localHostname() {
        if (localHostname == null) {
            localHostname = LocalHostname.ofThisMachine();
        }
        return localHostname;
    }

    @Override
    public void close() {
        sender.close();
        threads.shutdownNow(helpers);
        threads.shutdownNow(dnsThreads);
        threads.shutdownNow(revocationThreads);
        threads.shutdownNow(timer);
        store.close();
    }
}
