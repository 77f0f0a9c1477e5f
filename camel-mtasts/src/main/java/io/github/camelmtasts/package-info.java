/**
 * The Camel face of MTA-STS: start at {@link io.github.camelmtasts.MtaStsComponent}. What happens to one mail begins in
 * {@link io.github.camelmtasts.MtaStsProducer} and goes down the floors once, and back up once. No rule of MTA-STS is here.
 */
@NullMarked
package io.github.camelmtasts;

import org.jspecify.annotations.NullMarked;
