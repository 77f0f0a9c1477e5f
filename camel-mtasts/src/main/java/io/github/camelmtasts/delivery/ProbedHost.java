package io.github.camelmtasts.delivery;

import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.ShownCertificate;

/**
 * What an MX host showed, at one address, to somebody who had no mail for it.
 *
 * @param target   whom we met, or tried to
 * @param greeting what it said
 * @param tls      the TLS that was spoken; empty if it did not come to that
 * @param chain    the certificates that it showed, its own first; empty if it did not come to that
 * @param fault    what a policy in enforce, or without one a sender who wants a certificate for the host's own name, has
 *                 against it; empty if nothing
 */
public record ProbedHost(
        MxTarget target,
        Greeting greeting,
        Optional<TlsEvidence> tls,
        List<ShownCertificate> chain,
        Optional<Failure> fault) {

    public ProbedHost {
        chain = List.copyOf(chain);
    }

    /** There was no session. */
    public static ProbedHost notMet(MxTarget target, Greeting greeting, Failure failure) {
        return new ProbedHost(target, greeting, Optional.empty(), List.of(), Optional.of(failure));
    }
}
