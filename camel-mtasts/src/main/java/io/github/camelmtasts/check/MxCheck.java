package io.github.camelmtasts.check;

import java.util.OptionalInt;

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

    /** Whether a mail under a policy in enforce can come in here. */
    public boolean isOpen() {
        return permitted
                && inspection.probes().stream().anyMatch(probe -> probe.fault().isEmpty());
    }
}
