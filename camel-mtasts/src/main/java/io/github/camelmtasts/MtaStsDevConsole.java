package io.github.camelmtasts;

import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.watch.Outline;
import io.github.camelmtasts.watch.Watch;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;

/** Camel's developer console {@code mtasts}: all that the watch knows. */
@DevConsole(
        name = "mtasts",
        displayName = "MTA-STS",
        description = "Policies in force, deliveries of the last hour, and why mail waits")
public class MtaStsDevConsole extends AbstractDevConsole {

    /** How many policies to list; the option of the console's callers. */
    private static final String LIMIT = "limit";

    private static final int USUAL_LIMIT = 100;

    public MtaStsDevConsole() {
        super("camel", "mtasts", "MTA-STS", "Policies in force, deliveries of the last hour, and why mail waits");
    }

    /** A component under another name than {@code mtasts} tells by JMX alone. */
    private Optional<Watch> watch() {
        return Optional.ofNullable(getCamelContext().hasComponent("mtasts"))
                .filter(MtaStsComponent.class::isInstance)
                .map(component -> ((MtaStsComponent) component).watch());
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonObject json = new JsonObject();
        watch().ifPresent(watch -> {
            watch.health().ifPresent(health -> json.put("health", Outline.of(health)));
            watch.facts().ifPresent(facts -> {
                json.putAll(Outline.of(facts));
                json.put("policies", policies(watch, Math.max(0, optionInt(options, LIMIT, USUAL_LIMIT))));
            });
        });
        return json;
    }

    private static Object policies(Watch watch, int limit) {
        try {
            return Outline.of(watch.policies(limit).listed());
        } catch (StoreUnavailableException down) {
            return "unknown: " + down.getMessage();
        }
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return ConsoleText.of(doCallJson(options));
    }
}
