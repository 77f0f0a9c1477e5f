/**
 * Delivery status notifications (RFC 3464): what a sender gets to read of a mail that somebody did not get. Start at {@link
 * io.github.camelmtasts.notification.Notifier}. Values and text alone: nothing here sends, knows Camel, or parses mails.
 */
@NullMarked
package io.github.camelmtasts.notification;

import org.jspecify.annotations.NullMarked;
