package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Policy;

/** Looks at MX hosts as a mail would meet them, but in more of a hurry, and sends none. Safe for use by many threads. */
public final class HostInspector {

    private final MxAddresses addresses;
    private final MxProbe door;
    private final SideBySide threads;

    /** An inspector who goes where a mail may go, and nowhere else. */
    public HostInspector(DnsLookup dns, AddressFilter addressFilter, MxProbe door, SideBySide threads) {
        this.addresses = new MxAddresses(dns, addressFilter);
        this.door = door;
        this.threads = threads;
    }

    /**
     * Looks at these hosts side by side, each address by address. Whether the policy names them is not asked here. It is the
     * domain's own hosts that are looked at, whichever way mail takes.
     *
     * @param policy what certificates are held against; empty for each host's own name
     * @return what was seen of each, in their order
     */
    public Map<DomainName, HostInspection> inspect(
            List<DomainName> hosts, Optional<Policy> policy, DeliveryRules rules) {
        DeliveryRules impatient = rules.impatient();
        Map<DomainName, HostInspection> seen = threads.each(hosts, host -> inspect(host, policy, impatient));
        Map<DomainName, HostInspection> all = new LinkedHashMap<>();
        hosts.forEach(host -> all.put(host, seen.getOrDefault(host, unseen(host))));
        return all;
    }

    private static HostInspection unseen(DomainName host) {
        return new HostInspection(
                host,
                List.of(),
                Optional.of(new Failure(
                        FailureReason.OUT_OF_TIME, "this machine had no time to look at " + host + " to the end")));
    }

    private HostInspection inspect(DomainName host, Optional<Policy> policy, DeliveryRules rules) {
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
