/**
 * The guard for existing {@code smtp:} and {@code smtps:} endpoints: stands in the place of each, and gives its mails to the
 * component's own way of sending, whole or not at all. Start at {@link io.github.camelmtasts.guard.SmtpGuard} (which endpoints
 * are guarded) and {@link io.github.camelmtasts.guard.MtaStsEndpointPolicy} (a block of a route).
 */
@NullMarked
package io.github.camelmtasts.guard;

import org.jspecify.annotations.NullMarked;
