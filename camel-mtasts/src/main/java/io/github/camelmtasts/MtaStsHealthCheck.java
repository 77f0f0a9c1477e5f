package io.github.camelmtasts;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.camelmtasts.watch.Health;
import io.github.camelmtasts.watch.HealthItem;
import io.github.camelmtasts.watch.Watch;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Camel's health check {@code mtasts}, or {@code mtasts:name} of a component under another name; there while the component runs: down only when mail as a whole stands still or policies
 * are about to get lost. Ready or not, the process is alive: a restart would mend nothing of it, and forget what is in memory.
 * Needs no camel-health to be there.
 */
final class MtaStsHealthCheck implements HealthCheck {

    /** The name that the component has unless somebody adds it under another; and the id of its check. */
    private static final String USUAL_NAME = "mtasts";

    private final Watch watch;
    private volatile @Nullable MtaStsComponent component;
    private volatile boolean enabled = true;

    /** Of the component whose watch this is. */
    MtaStsHealthCheck(Watch watch) {
        this.watch = watch;
    }

    void join(MtaStsComponent started) {
        component = started;
        HealthCheckRegistry registry = HealthCheckRegistry.get(started.getCamelContext());
        if (registry != null) {
            registry.register(this);
        }
    }

    void leave(MtaStsComponent stopped) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(stopped.getCamelContext());
        if (registry != null) {
            registry.unregister(this);
        }
    }

    /** Asked each time: a component that is added to a running context starts before it has its name. */
    @Override
    public String getId() {
        return nameInContext()
                .map(name -> name.equals(USUAL_NAME) ? name : USUAL_NAME + ":" + name)
                .orElse(USUAL_NAME + ":");
    }

    private Optional<String> nameInContext() {
        return Optional.ofNullable(component)
                .flatMap(started -> started.getCamelContext().getComponentNames().stream()
                        .filter(name -> Objects.equals(started.getCamelContext().hasComponent(name), started))
                        .findFirst());
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
                HealthCheckResultBuilder.on(this).detail(CHECK_ID, getId()).detail(CHECK_ENABLED, enabled);
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
        HealthItem.State worst = health.isUp() ? HealthItem.State.WARN : HealthItem.State.DOWN;
        String message = health.items().stream()
                .filter(item -> item.state() == worst)
                .map(item -> item.name() + ": " + item.detail())
                .collect(Collectors.joining("\n"));
        return (health.isUp() ? result.up() : result.down()).message(message.isEmpty() ? null : message);
    }
}
