/**
 * Where fetched policies are kept: start at {@link io.github.camelmtasts.store.PolicyStore}. A store keeps text and does
 * not judge it; it knows neither DNS nor HTTP.
 */
@NullMarked
package io.github.camelmtasts.store;

import org.jspecify.annotations.NullMarked;
