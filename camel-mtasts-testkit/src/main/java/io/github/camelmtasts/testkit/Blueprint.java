package io.github.camelmtasts.testkit;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is on the internet, and where: worked out from the description before anything listens.
 *
 * @param addresses of each host by its name, as texts
 */
record Blueprint(List<MailDomain> domains, Map<String, MxHost> hosts, Map<String, List<String>> addresses) {
    /** @throws IllegalArgumentException if one server or domain is described in two ways */
    static Blueprint of(List<Participant> participants) {
        Map<String, MailDomain> domains = new LinkedHashMap<>();
        Map<String, MxHost> hosts = new LinkedHashMap<>();
        for (Participant participant : participants) {
            if (participant instanceof MailDomain domain) {
                putOnce(domains, domain);
                domain.hosts().forEach(host -> putOnce(hosts, host));
            } else if (participant instanceof MxHost host) {
                putOnce(hosts, host);
            }
        }
        return new Blueprint(List.copyOf(domains.values()), hosts, assigned(hosts));
    }

    private static <T extends Participant> void putOnce(Map<String, T> known, T newcomer) {
        T former = known.putIfAbsent(newcomer.name(), newcomer);
        if (former != null && !former.equals(newcomer)) {
            throw new IllegalArgumentException(newcomer.name() + " is described twice, and differently;"
                    + " name a shared server by mx(preference, \"" + newcomer.name() + "\")");
        }
    }

    private static Map<String, List<String>> assigned(Map<String, MxHost> hosts) {
        Map<String, List<String>> addresses = new LinkedHashMap<>();
        for (MxHost host : hosts.values()) {
            List<String> own = List.of(LoopbackAddresses.ofServer(addresses.size()));
            addresses.put(
                    host.name(),
                    Optional.ofNullable(host.reachability().addresses()).orElse(own));
        }
        return addresses;
    }

    /** The addresses that a server can listen on. */
    List<InetAddress> listeningAddresses(MxHost host) {
        return addresses(host).stream()
                .map(LoopbackAddresses::parse)
                .filter(LoopbackAddresses::isForServers)
                .toList();
    }

    /** Writes the records of everybody. */
    void publish(DnsServer dns) {
        domains.forEach(domain -> publish(domain, dns));
        hosts.values().forEach(host -> publish(host, dns));
    }

    private static void publish(MailDomain domain, DnsServer dns) {
        dns.exists(domain.name());
        set(dns, domain.name(), "MX", domain.mxRecords());
        set(dns, HostNames.policyRecord(domain.name()), "TXT", domain.txtRecords());
        if (!domain.policyFiles().isEmpty()) {
            dns.answer(HostNames.policyHost(domain.name()), "A", LoopbackAddresses.MAIN);
        }
    }

    private void publish(MxHost host, DnsServer dns) {
        dns.exists(host.name());
        List<String> own = new ArrayList<>(addresses(host));
        List<String> v6 = own.stream().filter(address -> address.contains(":")).toList();
        own.removeAll(v6);
        set(dns, host.name(), "A", own);
        set(dns, host.name(), "AAAA", v6);
        Optional.ofNullable(host.reachability().alias())
                .ifPresent(target -> dns.answer(host.name(), "CNAME", target + "."));
    }

    private List<String> addresses(MxHost host) {
        return addresses.getOrDefault(host.name(), List.of());
    }

    private static void set(DnsServer dns, String name, String type, List<String> data) {
        if (!data.isEmpty()) {
            dns.answer(name, type, data.toArray(String[]::new));
        }
    }

    /** Puts the policy files of all domains on the server. */
    void serve(PolicyServer policyHost) {
        domains.forEach(domain -> domain.policyFiles().forEach(file -> policyHost.serve(domain.name(), file)));
    }
}
