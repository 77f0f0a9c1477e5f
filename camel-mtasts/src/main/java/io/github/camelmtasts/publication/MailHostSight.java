package io.github.camelmtasts.publication;

import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;

/**
 * An MX host of the domain.
 *
 * @param host      the name that DNS has
 * @param fault     what a policy in enforce has against its TLS, and who can mend it; empty if nothing
 * @param notLooked why that cannot be said from here; empty if it can
 */
public record MailHostSight(DomainName host, Optional<String> fault, Optional<String> notLooked) {}
