package io.github.camelmtasts.discovery;

/** What becomes of mail to a domain that announces a policy which cannot be had, when none is cached. */
public enum OnPolicyFailure {
    /** It goes out as without a policy (RFC 8461 section 3.3: a sender continues as though the domain had none). */
    DELIVER,
    /** It waits, stricter than the RFC: an attacker who blocks the policy host cannot have the first mail sent without TLS. */
    DEFER
}
