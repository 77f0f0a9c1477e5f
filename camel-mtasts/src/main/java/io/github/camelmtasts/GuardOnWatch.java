package io.github.camelmtasts;

import org.apache.camel.CamelContext;

/** What a Camel context has as a plug-in if there is a guard for its {@code smtp:} endpoints. */
public interface GuardOnWatch {

    /**
     * Makes sure that a component's {@code guardSmtpEndpoints}, set after the start, guards all that it names.
     *
     * @throws RuntimeException if it cannot; the message names a pattern, or an endpoint that was made before
     */
    void patternsChanged(CamelContext context);
}
