package io.github.camelmtasts.springboot.actuate;

import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.metrics.MtaStsMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Binds the metrics of the component that is named {@code mtasts} to the application's registry, when the component is made and
 * not before. Those of a second one would be lost among them, or count for the first: meters have no tag for it.
 */
final class MetricsCustomizer implements ComponentCustomizer {

    private final ObjectProvider<MeterRegistry> registry;

    MetricsCustomizer(ObjectProvider<MeterRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return name.equals("mtasts") && target instanceof MtaStsComponent;
    }

    @Override
    public void configure(String name, Component target) {
        registry.ifAvailable(meters -> new MtaStsMetrics(((MtaStsComponent) target).watch()).bindTo(meters));
    }
}
