package io.github.camelmtasts;

import java.util.Map;

import io.github.camelmtasts.watch.Health;
import io.github.camelmtasts.watch.HealthItem;
import io.github.camelmtasts.watch.Watch;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Camel's health check {@code mtasts}, there while the component runs: down only when mail as a whole stands still or policies
 * are about to get lost. Ready or not, the process is alive: a restart would mend nothing of it, and forget what is in memory.
 * Needs no camel-health to be there.
 */
final class MtaStsHealthCheck implements HealthCheck {

    private static final String ID = "mtasts";

    private final Watch watch;
    private volatile boolean enabled = true;

    MtaStsHealthCheck(Watch watch) {
        this.watch = watch;
    }

    void join(CamelContext context) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            registry.register(this);
        }
    }

    void leave(CamelContext context) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            registry.unregister(this);
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getGroup() {
        return "camel";
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    /** Not while it is switched off: whoever asks for readiness takes its "unknown" for "not ready". */
    @Override
    public boolean isReadiness() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result =
                HealthCheckResultBuilder.on(this).detail(CHECK_ID, ID).detail(CHECK_ENABLED, enabled);
        if (!enabled) {
            return result.unknown().message("Disabled").build();
        }
        if (options.get(CHECK_KIND) == Kind.LIVENESS) {
            return result.up().build();
        }
        return watch.health()
                .map(health -> told(health, result))
                .orElseGet(() -> result.unknown().message("The component mtasts is not started"))
                .build();
    }

    private static HealthCheckResultBuilder told(Health health, HealthCheckResultBuilder result) {
        health.items().forEach(item -> result.detail(item.name(), item.state() + ": " + item.detail()));
        health.items().stream()
                .filter(item -> item.state() == HealthItem.State.DOWN)
                .findFirst()
                .ifPresent(down -> result.message(down.name() + ": " + down.detail()));
        return health.isUp() ? result.up() : result.down();
    }
}
