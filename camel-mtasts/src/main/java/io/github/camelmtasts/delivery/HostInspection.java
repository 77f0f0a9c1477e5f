package io.github.camelmtasts.delivery;

import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;

/**
 * What an MX host shows, at each of the addresses where a mail would be tried.
 *
 * @param host      the MX host
 * @param probes    by address, in the order in which a mail would try them
 * @param noAddress why there is none to try; empty if there is
 */
public record HostInspection(DomainName host, List<ProbedHost> probes, Optional<Failure> noAddress) {

    public HostInspection {
        probes = List.copyOf(probes);
    }

    /** The first thing that a policy in enforce has against the host, at whatever address; empty if nothing. */
    public Optional<Failure> fault() {
        return noAddress.or(
                () -> probes.stream().flatMap(probe -> probe.fault().stream()).findFirst());
    }
}
