package io.github.camelmtasts.store;

import java.time.Instant;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;

/**
 * A policy as it came off the wire. Who takes it out parses it again, so that a row which somebody altered is judged like a
 * body from a stranger; the expiry follows from the text and is not kept.
 *
 * @param domain    the policy domain
 * @param dialect   how to read the text
 * @param recordId  the id of the TXT record that announced it
 * @param text      the body
 * @param fetchedAt when it came over HTTPS
 */
public record StoredPolicy(DomainName domain, Dialect dialect, String recordId, String text, Instant fetchedAt) {}
