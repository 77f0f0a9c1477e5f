/** One short route, ten domains, and what becomes of a mail to each: start at {@code Quickstart}. */
@NullMarked
package io.github.camelmtasts.examples.quickstart;

import org.jspecify.annotations.NullMarked;
