/**
 * SMTP and mail messages: camel-mail and Jakarta Mail behind one door. Start at {@link
 * io.github.camelmtasts.smtp.MessageBuilder} (an exchange becomes a rendered mail) and {@link
 * io.github.camelmtasts.smtp.SmtpSender} (a rendered mail goes to a host). Jakarta Mail, and what is inside its exceptions
 * and those of TLS, is known here and nowhere else.
 */
@NullMarked
package io.github.camelmtasts.smtp;

import org.jspecify.annotations.NullMarked;
