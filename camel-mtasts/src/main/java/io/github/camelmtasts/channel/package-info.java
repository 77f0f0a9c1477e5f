/**
 * The way of a mail that is not finished: as a message to {@code retryUri} or {@code deadLetterUri}, and back. Start at
 * {@link io.github.camelmtasts.channel.HandOver}; what travels is a {@link io.github.camelmtasts.channel.TravellingEnvelope}
 * and the mail's own bytes. Endpoints, options and exceptions of the component are unknown here.
 */
@NullMarked
package io.github.camelmtasts.channel;

import org.jspecify.annotations.NullMarked;
