package io.github.camelmtasts.delivery;

import java.util.Optional;

import io.github.camelmtasts.policy.Policy;

/**
 * The TLS that a host must show before it gets the mail.
 *
 * @param policy        what the certificate is held against; empty if there is no policy in effect
 * @param mustEncrypt   whether nothing may go in clear text
 * @param mustFitPolicy whether nothing may go to a host whose certificate the policy does not accept
 * @param mustProveName whether nothing may go to a host whose certificate is not good for its own name, whatever the policy
 */
public record TlsDemand(Optional<Policy> policy, boolean mustEncrypt, boolean mustFitPolicy, boolean mustProveName) {

    /** Whether the certificate decides. */
    public boolean mustVerify() {
        return mustFitPolicy || mustProveName;
    }

    /** The same, and a certificate for its own name, which a host must show before it hears a password. */
    TlsDemand provingItsName() {
        return new TlsDemand(policy, true, mustFitPolicy, true);
    }

    /** TLS if it can be had, with whatever certificate (RFC 3207, RFC 7435). */
    static TlsDemand opportunistic(boolean requireTls) {
        return new TlsDemand(Optional.empty(), requireTls, false, false);
    }

    /** As opportunistic, but what the policy would have refused is noted (RFC 8461 section 5, testing). */
    static TlsDemand noting(Policy policy, boolean requireTls) {
        return new TlsDemand(Optional.of(policy), requireTls, false, false);
    }

    /** Nothing goes to a host that fails (RFC 8461 section 5, enforce). */
    static TlsDemand verified(Policy policy) {
        return new TlsDemand(Optional.of(policy), true, true, false);
    }
}
