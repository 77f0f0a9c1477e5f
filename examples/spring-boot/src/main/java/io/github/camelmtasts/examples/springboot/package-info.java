/**
 * A company's application that mails its invoices: start at {@code InvoiceRoutes}. {@code PracticeRun} and {@code PracticeInternet}
 * lead its mail into an internet on this machine, and no other class knows of that.
 */
@NullMarked
package io.github.camelmtasts.examples.springboot;

import org.jspecify.annotations.NullMarked;
