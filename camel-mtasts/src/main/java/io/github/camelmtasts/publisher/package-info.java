/**
 * Publishes policies: reads and keeps them in files, looks at them from outside, and leads each change through its roll-over. Start
 * at {@link io.github.camelmtasts.publisher.Publisher}. The rules are in {@code publication}; nothing here knows Camel.
 */
@NullMarked
package io.github.camelmtasts.publisher;

import org.jspecify.annotations.NullMarked;
