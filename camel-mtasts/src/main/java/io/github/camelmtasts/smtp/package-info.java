/**
 * How SMTP is spoken: the connections with hosts, their TLS, what is said and what is made of the replies. Start at {@link
 * io.github.camelmtasts.smtp.SmtpSender}. What is inside the exceptions of TLS is known here and
 * nowhere else; Camel and Jakarta Mail are unknown, and so is what a mail is made of.
 */
@NullMarked
package io.github.camelmtasts.smtp;

import org.jspecify.annotations.NullMarked;
