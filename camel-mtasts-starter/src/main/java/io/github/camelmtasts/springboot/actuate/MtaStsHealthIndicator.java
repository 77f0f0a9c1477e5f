package io.github.camelmtasts.springboot.actuate;

import java.util.Map;

import io.github.camelmtasts.watch.HealthItem;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether mail goes out as it should, each item with what was seen and who can mend it. What lies with one domain never makes it
 * {@code DOWN}; neither the liveness group nor the readiness group has it, unless the application puts it there.
 */
final class MtaStsHealthIndicator extends AbstractHealthIndicator {

    private final RunningComponent component;

    MtaStsHealthIndicator(RunningComponent component) {
        super("The health of mtasts could not be told");
        this.component = component;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        component
                .find()
                .flatMap(running -> running.watch().health())
                .ifPresentOrElse(
                        seen -> {
                            health.status(seen.isUp() ? Status.UP : Status.DOWN);
                            seen.items().forEach(item -> tell(item, health));
                        },
                        () -> health.unknown().withDetail("detail", "no route that names mtasts: is started"));
    }

    private static void tell(HealthItem item, Health.Builder health) {
        health.withDetail(item.name(), Map.of("state", item.state().name(), "detail", item.detail()));
    }
}
