/**
 * The component as Spring Boot has it: properties under {@code camel.component.mtasts} become its options. Start at
 * {@link io.github.camelmtasts.springboot.MtaStsComponentAutoConfiguration}. Nothing here knows what an option means.
 */
@NullMarked
package io.github.camelmtasts.springboot;

import org.jspecify.annotations.NullMarked;
