/**
 * Policy files over HTTPS: start at {@link io.github.camelmtasts.fetch.PolicyFetcher}. HTTP client classes are known here
 * and nowhere else; this package looks nothing up in DNS and keeps nothing.
 */
@NullMarked
package io.github.camelmtasts.fetch;

import org.jspecify.annotations.NullMarked;
