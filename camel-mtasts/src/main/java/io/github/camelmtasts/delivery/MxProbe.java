package io.github.camelmtasts.delivery;

import java.util.Optional;

import io.github.camelmtasts.policy.Policy;

/** The door to mail servers for those who have no mail for them. Bounded in time; never throws: what fails is a result. */
public interface MxProbe {

    /**
     * Connects with one host at one address, greets, begins TLS with whatever certificate, and takes its leave. Takes its turn
     * among the mails.
     *
     * @param policy what the certificate is held against; empty for the host's own name
     */
    ProbedHost probe(MxTarget target, Optional<Policy> policy, SmtpSettings settings);

    /**
     * Does what {@link MxDoor#visit} does before the mail, under this demand and over a connection of its own, and takes its
     * leave. Waits for no turn, and nobody waits for its end when the door is closed.
     *
     * @return why a mail would not have been offered; empty if it would
     */
    Optional<Failure> rehearse(MxTarget target, TlsDemand demand, SmtpSettings settings);
}
