/**
 * A domain's own policy, as values and rules: how it is written and served, which record announces it, and in which order it may be
 * changed. Start at {@link io.github.camelmtasts.publication.RollOver}. Nothing here does I/O, reads a clock, logs, or knows Camel.
 */
@NullMarked
package io.github.camelmtasts.publication;

import org.jspecify.annotations.NullMarked;
