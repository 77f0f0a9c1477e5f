package io.github.camelmtasts.guard;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/** Brings the guard into each Camel context as it is built: before routes, and although no route names {@code mtasts:}. */
public class GuardServicePlugin implements ContextServicePlugin {

    @Override
    public void load(CamelContext context) {
        SmtpGuard.of(context);
    }
}
