package io.github.camelmtasts.check;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.delivery.SideBySide;
import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.discovery.PolicyHostAddresses;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.PolicyHostProbe;
import io.github.camelmtasts.fetch.ProbedPolicyHost;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;

/** Asks a policy host for the policy at each of its addresses: a sender may come to any of them. */
final class PolicyHostLook {

    /** As many as of an MX host; a domain with more has them alike. */
    private static final int MAX_ADDRESSES = 4;

    private final PolicyHostAddresses addresses;
    private final PolicyHostProbe probe;
    private final SideBySide threads;

    PolicyHostLook(DnsLookup dns, AddressFilter addressFilter, PolicyHostProbe probe, SideBySide threads) {
        this.addresses = new PolicyHostAddresses(dns, addressFilter);
        this.probe = probe;
        this.threads = threads;
    }

    PolicyHostCheck at(DomainName domain, DialectChoice choice) {
        return addresses
                .of(domain)
                .fold(
                        usable -> asked(domain, choice, usable),
                        none -> new PolicyHostCheck(domain.policyHost(), List.of(), Optional.of(none), List.of(), 0));
    }

    private PolicyHostCheck asked(DomainName domain, DialectChoice choice, List<InetAddress> usable) {
        int most = probe.goesThroughProxy() ? 1 : MAX_ADDRESSES;
        List<InetAddress> some = usable.subList(0, Math.min(most, usable.size()));
        Map<InetAddress, ProbedPolicyHost> answers = answers(domain, choice, some);
        return new PolicyHostCheck(
                domain.policyHost(),
                List.copyOf(answers.values()),
                Optional.empty(),
                some.stream().filter(address -> !answers.containsKey(address)).toList(),
                usable.size() - some.size());
    }

    /** The next dialect has its try only where no address has a policy by the one before. */
    private Map<InetAddress, ProbedPolicyHost> answers(
            DomainName domain, DialectChoice choice, List<InetAddress> some) {
        Map<InetAddress, ProbedPolicyHost> answers = Map.of();
        for (Dialect dialect : choice.dialects()) {
            answers = threads.each(some, address -> probe.probe(domain, dialect, address));
            if (answers.size() < some.size() || !answers.values().stream().allMatch(PolicyHostLook::hasNone)) {
                return answers;
            }
        }
        return answers;
    }

    private static boolean hasNone(ProbedPolicyHost answer) {
        return answer.failure()
                .filter(failed -> failed.failure() == FetchFailure.NOT_FOUND)
                .isPresent();
    }
}
