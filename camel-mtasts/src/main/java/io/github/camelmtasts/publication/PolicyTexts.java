package io.github.camelmtasts.publication;

import java.util.Optional;
import java.util.Set;

import io.github.camelmtasts.policy.DomainName;

/**
 * Where the policies come from that we publish: options, a directory, or a bean of yours. Asked at each request and each step of a
 * roll-over, by many threads. An exception means "cannot tell now", and never "there is none".
 */
public interface PolicyTexts {

    /** The domains that shall have a policy. */
    Set<DomainName> domains();

    /** The policy file of a domain by RFC 8461 section 3.2; empty if it shall have none. */
    Optional<String> textOf(DomainName domain);
}
