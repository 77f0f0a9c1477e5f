/** The command line of {@code mtasts:check}; start at {@link io.github.camelmtasts.examples.check.Check}. */
@NullMarked
package io.github.camelmtasts.examples.check;

import org.jspecify.annotations.NullMarked;
