/** Publishes the policies of all domains of ours: start at {@code PolicyRoutes}, then {@code PolicyOffice} says what it runs on. */
@NullMarked
package io.github.camelmtasts.examples.publish;

import org.jspecify.annotations.NullMarked;
