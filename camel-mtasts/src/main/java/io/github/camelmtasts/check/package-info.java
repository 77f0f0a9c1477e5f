/**
 * Explains a domain: what its record, its policy host, its policy and its mail hosts show, what is wrong with it, and who can mend it.
 * Start with {@code DomainChecker}. It looks by the doors and rules of a delivery, keeps nothing, and must not know Camel.
 */
@NullMarked
package io.github.camelmtasts.check;

import org.jspecify.annotations.NullMarked;
