package io.github.camelmtasts.publisher;

import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.MxProbe;
import io.github.camelmtasts.delivery.SideBySide;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.Outside;

/**
 * Sees domains as senders do, each time anew: what mails remember of DNS counts for nothing. A look takes a few minutes at most. Safe
 * for use by many threads.
 */
public final class OutsideView {

    private final Supplier<DnsLookup> dns;
    private final PolicyFetcher fetcher;
    private final AddressFilter addressFilter;
    private final MxProbe mailHosts;
    private final SideBySide threads;

    /**
     * A view through these doors.
     *
     * @param dns     makes one that remembers nothing yet; each look has its own
     * @param threads look at hosts side by side
     */
    public OutsideView(
            Supplier<DnsLookup> dns,
            PolicyFetcher fetcher,
            AddressFilter addressFilter,
            MxProbe mailHosts,
            ExecutorService threads) {
        this.dns = dns;
        this.fetcher = fetcher;
        this.addressFilter = addressFilter;
        this.mailHosts = mailHosts;
        this.threads = new SideBySide(threads);
    }

    Outside of(DomainName domain, DeliveryRules rules) {
        return new OutsideLook(dns.get(), fetcher, addressFilter, mailHosts, threads, domain, rules).look();
    }
}
