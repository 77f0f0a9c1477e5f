/**
 * Where fetched policies are kept: start at {@link io.github.camelmtasts.store.PolicyStore}. A store keeps text, and
 * who takes it out judges it; it knows neither DNS nor HTTP. {@code java.sql} is known here alone.
 */
@NullMarked
package io.github.camelmtasts.store;

import org.jspecify.annotations.NullMarked;
