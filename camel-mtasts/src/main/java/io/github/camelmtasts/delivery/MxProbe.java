package io.github.camelmtasts.delivery;

import java.util.Optional;

import io.github.camelmtasts.policy.Policy;

/** The door to mail servers for those who have no mail for them. */
@FunctionalInterface
public interface MxProbe {

    /**
     * Connects with one host at one address, greets, begins TLS with whatever certificate, and takes its leave. Bounded in
     * time; never throws: what fails is a result.
     *
     * @param policy what the certificate is held against; empty for the host's own name
     */
    ProbedHost probe(MxTarget target, Optional<Policy> policy, SmtpSettings settings);
}
