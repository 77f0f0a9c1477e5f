package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Policy;

/**
 * One host that was met, under a policy or without one, or passed over for the policy, and whether its TLS was as it should be: what reports count (RFC 8460
 * section 4).
 *
 * @param domain  the policy domain
 * @param policy  the policy in effect; empty if there is none
 * @param mxHost  the host
 * @param address where it was met; empty if the policy does not name the host, so that nobody went there
 * @param tls     the TLS that was spoken; empty for clear text, or if it did not get so far
 * @param kept    whether an earlier mail had opened the connection: reports count sessions, not mails
 * @param failure what the policy has, or in testing would have, against the host; empty if nothing
 * @param at      when
 */
public record TlsSession(
        DomainName domain,
        Optional<Policy> policy,
        DomainName mxHost,
        Optional<InetAddress> address,
        Optional<TlsEvidence> tls,
        boolean kept,
        Optional<Failure> failure,
        Instant at) {

    /** Under which reports count it (RFC 8460 section 4.3); empty for a success. */
    public Optional<String> resultType() {
        return failure.flatMap(why -> why.reason().resultType());
    }
}
