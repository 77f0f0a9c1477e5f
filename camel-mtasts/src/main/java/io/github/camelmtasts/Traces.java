package io.github.camelmtasts;

import java.util.Set;

import io.github.camelmtasts.metrics.ObservedSteps;
import io.github.camelmtasts.watch.StepObserver;
import io.micrometer.observation.ObservationRegistry;
import org.apache.camel.CamelContext;

/** Finds out whether anybody wants to trace the steps of deliveries: a bean of Micrometer's in the registry of Camel. */
final class Traces {

    private static final String REGISTRY = "io.micrometer.observation.ObservationRegistry";

    private Traces() {}

    /** Who stands around the steps; nobody without Micrometer, without such a bean, or with several. */
    static StepObserver in(CamelContext context) {
        return context.getClassResolver().resolveClass(REGISTRY) == null ? StepObserver.NOBODY : Bean.in(context);
    }

    /** Loaded only where Micrometer is. */
    private static final class Bean {

        static StepObserver in(CamelContext context) {
            Set<ObservationRegistry> found = context.getRegistry().findByType(ObservationRegistry.class);
            return found.size() == 1 ? new ObservedSteps(found.iterator().next()) : StepObserver.NOBODY;
        }
    }
}
