package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;

/**
 * What the courier did about one host, for one recipient.
 *
 * @param host    the MX host
 * @param address where it was met; empty if nobody connected
 * @param at      when it was over
 * @param tls     the TLS that was spoken; empty for clear text, or if it did not get so far
 * @param failure why it did not get the mail; empty if it did
 * @param noted   what a policy in testing would have refused, although the mail went on; empty if nothing
 * @param reply   the host's last word on this recipient; empty if it had none
 */
public record HostTrace(
        DomainName host,
        Optional<InetAddress> address,
        Instant at,
        Optional<TlsEvidence> tls,
        Optional<Failure> failure,
        Optional<Failure> noted,
        Optional<SmtpReply> reply) {

    static HostTrace passedOver(DomainName host, Instant at, Failure failure) {
        return new HostTrace(
                host, Optional.empty(), at, Optional.empty(), Optional.of(failure), Optional.empty(), Optional.empty());
    }
}
