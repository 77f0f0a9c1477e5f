/**
 * What the people who run this must see: what became of the mail of the last hour, why mail waits, and whether what we lean on
 * answers. Start at {@link io.github.camelmtasts.watch.Watch}. It listens at every floor below, decides nothing, and knows
 * neither Camel nor any library of metrics.
 */
@NullMarked
package io.github.camelmtasts.watch;

import org.jspecify.annotations.NullMarked;
