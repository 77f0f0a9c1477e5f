package io.github.camelmtasts.examples.check;

import java.io.PrintStream;
import java.util.Objects;

import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.check.DomainCheck;
import io.github.camelmtasts.check.TextStyle;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** Asks {@code mtasts:check} for one domain after the other, and prints what it answers. */
final class Explainer {

    private final PrintStream out;
    private final PrintStream err;
    private final TextStyle style;
    private final MtaStsComponent component;

    Explainer(PrintStream out, PrintStream err, TextStyle style, MtaStsComponent component) {
        this.out = out;
        this.err = err;
        this.style = style;
        this.component = component;
    }

    /** The worst of all. */
    ExitCode run(Arguments arguments) {
        if (!arguments.dns().isEmpty()) {
            component.setDnsServers(arguments.dns());
        }
        CamelContext camel = new DefaultCamelContext();
        camel.addComponent("mtasts", component);
        camel.start();
        try {
            return explainAll(arguments, camel.createProducerTemplate());
        } finally {
            camel.stop();
        }
    }

    private ExitCode explainAll(Arguments arguments, ProducerTemplate template) {
        ExitCode worst = ExitCode.FINE;
        String separator = "";
        for (String domain : arguments.domains()) {
            out.print(separator);
            worst = worst.or(explain(domain, arguments, template));
            separator = arguments.json() ? "" : "\n";
        }
        return worst;
    }

    private ExitCode explain(String domain, Arguments arguments, ProducerTemplate template) {
        try {
            DomainCheck check = Objects.requireNonNull(
                    template.requestBody("mtasts:check?dialect=" + arguments.dialect(), domain, DomainCheck.class));
            out.print(arguments.json() ? check.toJson() + "\n" : check.toText(style));
            return ExitCode.of(check);
        } catch (RuntimeException failed) { // whatever it is, the JVM must not end with 1, which stands for warnings
            err.println(domain + " could not be checked: " + Failures.message(failed));
            return ExitCode.UNCHECKED;
        }
    }
}
