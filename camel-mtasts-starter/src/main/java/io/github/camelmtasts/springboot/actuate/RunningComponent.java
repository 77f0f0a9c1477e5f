package io.github.camelmtasts.springboot.actuate;

import java.util.Optional;
import java.util.function.Supplier;

import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.store.StoreUnavailableException;
import org.apache.camel.CamelContext;

/** The component mtasts of an application, if it has one. Looking never makes one: to look must not be to start. */
final class RunningComponent {

    private final CamelContext camel;

    RunningComponent(CamelContext camel) {
        this.camel = camel;
    }

    /** What a question gives; empty while the policy store cannot be read, for then all else is worth the more. */
    static <T> Optional<T> ifReadable(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (StoreUnavailableException silent) {
            return Optional.empty();
        }
    }

    /** Empty if no route has named mtasts yet. */
    Optional<MtaStsComponent> find() {
        return Optional.ofNullable(camel.hasComponent("mtasts"))
                .filter(MtaStsComponent.class::isInstance)
                .map(MtaStsComponent.class::cast);
    }
}
