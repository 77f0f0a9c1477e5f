package io.github.camelmtasts.discovery;

import java.time.Instant;

import io.github.camelmtasts.store.PolicyKey;

/**
 * A policy that could not be renewed lately; it stays in force until it expires.
 *
 * @param key      domain and dialect
 * @param failures how many times in a row it failed
 * @param since    when it failed first
 * @param next     when it is tried again
 * @param detail   the sentence for a person: what failed, and who can mend it
 */
public record OverdueRefresh(PolicyKey key, int failures, Instant since, Instant next, String detail) {}
