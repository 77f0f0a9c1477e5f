/**
 * One mail to one domain: which hosts, which TLS, what came of it. Start at {@link io.github.camelmtasts.delivery.Courier};
 * the choice is made in {@link io.github.camelmtasts.delivery.DeliveryPlan} before anything is done. How SMTP is spoken
 * lies behind two doors, {@link io.github.camelmtasts.delivery.MxDoor} for mails and {@link
 * io.github.camelmtasts.delivery.MxProbe} for whoever has none; Camel and Jakarta Mail are unknown here.
 */
@NullMarked
package io.github.camelmtasts.delivery;

import org.jspecify.annotations.NullMarked;
