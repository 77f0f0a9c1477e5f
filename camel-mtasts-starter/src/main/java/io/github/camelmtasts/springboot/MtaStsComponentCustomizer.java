package io.github.camelmtasts.springboot;

import io.github.camelmtasts.MtaStsComponent;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.CamelPropertiesHelper;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.core.env.Environment;

/** Sets the options that the properties name on the component, before it starts. A component that is a bean keeps the others. */
final class MtaStsComponentCustomizer implements ComponentCustomizer {

    private final Environment environment;
    private final MtaStsComponentConfiguration configuration;

    MtaStsComponentCustomizer(Environment environment, MtaStsComponentConfiguration configuration) {
        this.environment = environment;
        this.configuration = configuration;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof MtaStsComponent
                && HierarchicalPropertiesEvaluator.evaluate(
                        environment, "camel.component.customizer", "camel.component.mtasts.customizer");
    }

    @Override
    public void configure(String name, Component target) {
        CamelPropertiesHelper.setCamelProperties(target.getCamelContext(), target, configuration.options(), true);
    }
}
