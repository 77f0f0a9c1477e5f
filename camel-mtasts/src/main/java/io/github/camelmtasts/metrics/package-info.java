/**
 * What the watch sees, for Micrometer: meters ({@link io.github.camelmtasts.metrics.MtaStsMetrics}) and observations of single
 * steps. Loaded only where Micrometer is on the class path; nothing else knows that library.
 */
@NullMarked
package io.github.camelmtasts.metrics;

import org.jspecify.annotations.NullMarked;
