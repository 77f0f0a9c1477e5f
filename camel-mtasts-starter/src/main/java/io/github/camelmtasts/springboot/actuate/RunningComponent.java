package io.github.camelmtasts.springboot.actuate;

import java.util.Optional;

import io.github.camelmtasts.MtaStsComponent;
import org.apache.camel.CamelContext;

/** The component mtasts of an application, if it has one. Looking never makes one: to look must not be to start. */
final class RunningComponent {

    private final CamelContext camel;

    RunningComponent(CamelContext camel) {
        this.camel = camel;
    }

    /** Empty if no route has named mtasts yet. */
    Optional<MtaStsComponent> find() {
        return Optional.ofNullable(camel.hasComponent("mtasts"))
                .filter(MtaStsComponent.class::isInstance)
                .map(MtaStsComponent.class::cast);
    }
}
