/** Mail that outlives the process that sends it: start at {@code MailRoutes}, then {@code PostOffice} says what it runs on. */
@NullMarked
package io.github.camelmtasts.examples.durable;

import org.jspecify.annotations.NullMarked;
