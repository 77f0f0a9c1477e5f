/**
 * The words of RFC 8461 and of draft-ietf-uta-mta-sts-06, as values: start at {@link
 * io.github.camelmtasts.policy.PolicyParser}, {@link io.github.camelmtasts.policy.StsRecord} and {@link
 * io.github.camelmtasts.policy.Policy}. Nothing here does I/O, reads a clock, logs, or knows Camel.
 */
@NullMarked
package io.github.camelmtasts.policy;

import org.jspecify.annotations.NullMarked;
