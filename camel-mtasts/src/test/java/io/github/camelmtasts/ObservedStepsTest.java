package io.github.camelmtasts;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Observations of single steps, where a registry of Micrometer's is a bean. */
@Timeout(60)
class ObservedStepsTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = ChannelBench.internet();

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    /** Whatever has been observed to its end, on any thread. */
    private final List<Observation.Context> ended = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                ended.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    private void sending(Consumer<Sender> work) {
        LoopbackInternet internet = INTERNET.internet();
        try (Sender sender = new Sender(internet)) {
            MtaStsComponent component = sender.context().getComponent("mtasts", MtaStsComponent.class);
            component.stop();
            sender.context().getRegistry().bind("observations", registry);
            component.start();
            work.accept(sender);
        }
    }

    private TestObservationRegistryAssert seen() {
        return TestObservationRegistryAssert.assertThat(registry);
    }

    @Test
    void theStepsOfADeliveryAreObserved() {
        sending(sender -> sender.send("you@good.example"));

        seen().hasObservationWithNameEqualTo("mtasts.discover")
                .that()
                .hasLowCardinalityKeyValue("mtasts.outcome", "fetched")
                .hasLowCardinalityKeyValue("mtasts.mode", "enforce")
                .hasHighCardinalityKeyValue("mtasts.domain", "good.example")
                .hasHighCardinalityKeyValue("mtasts.policy.id", "1")
                .hasBeenStopped();
        seen().hasObservationWithNameEqualTo("mtasts.connect")
                .that()
                .hasLowCardinalityKeyValue("mtasts.outcome", "opened")
                .hasHighCardinalityKeyValue("mtasts.host", "mx.good.example")
                .hasParentObservationContextMatching(parent -> "mtasts.send".equals(parent.getName()))
                .hasBeenStopped();
        seen().hasObservationWithNameEqualTo("mtasts.send")
                .that()
                .hasLowCardinalityKeyValue("mtasts.outcome", "delivered")
                .hasHighCardinalityKeyValue("mtasts.domain", "good.example")
                .hasHighCardinalityKeyValue("mtasts.host", "mx.good.example")
                .hasBeenStopped();
        seen().doesNotHaveAnyRemainingCurrentScope();
    }

    @Test
    void aStepThatFailsSaysSo() {
        sending(sender -> sender.send("her@strict.example"));

        seen().hasObservationWithNameEqualTo("mtasts.connect")
                .that()
                .hasLowCardinalityKeyValue("mtasts.outcome", "failed")
                .hasBeenStopped();
        seen().hasObservationWithNameEqualTo("mtasts.send")
                .that()
                .hasLowCardinalityKeyValue("mtasts.outcome", "deferred");
        seen().doesNotHaveAnyRemainingCurrentScope();
    }

    @Test
    void whatHelpersDoBelongsToTheirMail() {
        sending(sender -> Observation.createNotStarted("the.route", registry)
                .observe(() -> sender.send("you@good.example, me@busy.example, who@gone.example")));

        seen().hasNumberOfObservationsWithNameEqualTo("mtasts.discover", 3);
        assertThat(ended)
                .filteredOn(context -> "mtasts.discover".equals(context.getName()))
                .extracting(Observation.Context::getParentObservation)
                .hasSize(3)
                .doesNotContainNull();
    }

    @Test
    void aHandlerThatBreaksMakesNoDeliveredMailLookUndelivered() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStart(Observation.Context context) {
                throw new IllegalStateException("the tracer is broken at the start");
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return "mtasts.discover".equals(context.getName());
            }
        });
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                throw new IllegalStateException("the tracer is broken at the end");
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });

        sending(sender ->
                assertThat(Sender.outcome(sender.send("you@good.example"))).isEqualTo("DELIVERED"));
        assertThat(INTERNET.internet().mails()).hasSize(1);
    }

    @Test
    void noPersonalAddressIsObserved() {
        sending(sender -> sender.send("secret@good.example"));

        assertThat(ended).hasSize(3).noneMatch(context -> context.toString().contains("secret"));
    }

    @Test
    void amongSeveralRegistriesNoneIsChosen() {
        sending(sender -> {
            MtaStsComponent component = sender.context().getComponent("mtasts", MtaStsComponent.class);
            component.stop();
            sender.context().getRegistry().bind("others", TestObservationRegistry.create());
            component.start();
            sender.send("you@good.example");
        });

        seen().doesNotHaveAnyObservation();
    }
}
