package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Policy;

/** Looks at MX hosts as a mail would meet them, and sends none. Safe for use by many threads. */
public final class HostInspector {

    private final MxAddresses addresses;
    private final MxProbe door;

    /** An inspector who goes where a mail may go, and nowhere else. */
    public HostInspector(DnsLookup dns, AddressFilter addressFilter, MxProbe door) {
        this.addresses = new MxAddresses(dns, addressFilter);
        this.door = door;
    }

    /**
     * Looks at one host, address by address. Whether the policy names the host is not asked here.
     *
     * @param policy what certificates are held against; empty for the host's own name
     */
    public HostInspection inspect(DomainName host, Optional<Policy> policy, DeliveryRules rules) {
        return addresses
                .of(host, rules.routing())
                .fold(
                        usable -> new HostInspection(host, probes(host, usable, policy, rules), Optional.empty()),
                        failure -> new HostInspection(host, List.of(), Optional.of(failure)));
    }

    private List<ProbedHost> probes(
            DomainName host, List<InetAddress> usable, Optional<Policy> policy, DeliveryRules rules) {
        return usable.stream()
                .map(address -> door.probe(rules.target(host, address, Optional.empty()), policy, rules.smtp()))
                .toList();
    }
}
