package io.github.camelmtasts;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.delivery.Courier;
import io.github.camelmtasts.delivery.Dispatcher;
import io.github.camelmtasts.discovery.PolicyDiscovery;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.DnsMemory;
import io.github.camelmtasts.dns.DnsServers;
import io.github.camelmtasts.fetch.HttpsPolicyFetcher;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.smtp.SmtpSender;
import io.github.camelmtasts.smtp.TlsTrust;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/** The floors, put together: one engine for a component, shared by all its endpoints, and ended by it. */
final class MtaStsEngine implements AutoCloseable {

    /** Domains that are delivered to side by side, beyond one for each caller. */
    private static final int MAX_HELPERS = 20;

    private final ExecutorServiceManager threads;
    private final ScheduledExecutorService timer;
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
        X509TrustManager authorities = Authorities.of(context, component.trustParameters());
        var dnsServers = DnsServers.parse(component.getDnsServers());

        this.store = NamedStore.of(component);
        this.threads = context.getExecutorServiceManager();
        this.timer = threads.newSingleThreadScheduledExecutor(component, "MtaStsTimer");
        this.helpers = threads.newThreadPool(
                component,
                "MtaStsDelivery",
                new ThreadPoolProfileBuilder("MtaStsDelivery")
                        .poolSize(MAX_HELPERS)
                        .maxPoolSize(MAX_HELPERS)
                        .allowCoreThreadTimeOut(true)
                        .maxQueueSize(0)
                        .rejectedPolicy(ThreadPoolRejectedPolicy.Abort) // then the caller does the work
                        .build());

        DnsLookup dns = new DnsMemory(dnsServers, clock);
        PolicyFetcher fetcher = new HttpsPolicyFetcher(
                Authorities.context(authorities), component.getPolicyPort(), component.isLenientMediaType(), timer);
        PolicyDiscovery discovery = new PolicyDiscovery(dns, fetcher, store.policies(), addressFilter, clock);
        this.sender = new SmtpSender(new TlsTrust(authorities, clock), clock, timer);
        this.courier = new Courier(discovery, dns, addressFilter, sender, clock);
        this.dispatcher = new Dispatcher(courier, helpers, clock);
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
        threads.shutdownNow(timer);
        store.close();
    }
}
