package io.github.camelmtasts.check;

import java.util.OptionalInt;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.HostInspection;
import io.github.camelmtasts.policy.DomainName;

/**
 * What an MX host shows, and what the policy has to say of it.
 *
 * @param host       its name
 * @param preference of its MX record; empty if there is none, and the domain itself is the host
 * @param permitted  whether the policy lets mail be tried there; true if there is none, or one of mode none
 * @param inspection what it shows at each of its addresses
 */
public record MxCheck(DomainName host, OptionalInt preference, boolean permitted, HostInspection inspection) {

    /** Whether nobody can say that no mail comes in here: it does, or this machine had no time to look. */
    boolean mayBeOpen() {
        return isOpen() || (permitted && faults().anyMatch(fault -> fault.reason() == FailureReason.OUT_OF_TIME));
    }

    private Stream<Failure> faults() {
        return Stream.concat(
                inspection.noAddress().stream(), inspection.probes().stream().flatMap(probe -> probe.fault().stream()));
    }

    /** Whether a mail under a policy in enforce can come in here. */
    public boolean isOpen() {
        return permitted
                && inspection.probes().stream().anyMatch(probe -> probe.fault().isEmpty());
    }
}
