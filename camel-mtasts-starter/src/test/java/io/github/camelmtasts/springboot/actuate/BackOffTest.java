package io.github.camelmtasts.springboot.actuate;

import java.time.Clock;

import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.metrics.MtaStsMetrics;
import io.github.camelmtasts.springboot.MtaStsComponentAutoConfiguration;
import io.github.camelmtasts.watch.Watch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** What is wired gives way to the user's own, and is not there where it has nothing to stand on. */
class BackOffTest {

    private static final AutoConfigurations WIRING = AutoConfigurations.of(
            SslAutoConfiguration.class,
            CamelAutoConfiguration.class,
            MtaStsComponentAutoConfiguration.class,
            MtaStsActuatorAutoConfiguration.class);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(WIRING)
            .withPropertyValues("management.endpoints.web.exposure.include=*");

    @Test
    void aHealthIndicatorOfTheUserTakesThePlaceOfOurs() {
        HealthIndicator own = () -> Health.up().build();
        runner.withBean("mtastsHealthIndicator", HealthIndicator.class, () -> own)
                .run(application ->
                        assertThat(application.getBean(HealthIndicator.class)).isSameAs(own));
    }

    @Test
    void anEndpointOfTheUserTakesThePlaceOfOurs() {
        runner.withBean("own", MtaStsActuatorEndpoint.class, () -> new MtaStsActuatorEndpoint(nobody(), Access.NONE))
                .run(application -> assertThat(application)
                        .getBean(MtaStsActuatorEndpoint.class)
                        .isSameAs(application.getBean("own")));
    }

    @Test
    void aPageOfTheUserTakesThePlaceOfOurs() {
        new WebApplicationContextRunner()
                .withConfiguration(WIRING)
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.mtastspage.access=READ_ONLY")
                .withBean("own", MtaStsPageEndpoint.class, () -> new MtaStsPageEndpoint(nobody(), "own"))
                .run(application -> assertThat(application)
                        .getBean(MtaStsPageEndpoint.class)
                        .isSameAs(application.getBean("own")));
    }

    @Test
    void withoutAWebServerThereIsNoPage() {
        runner.withPropertyValues("management.endpoint.mtastspage.access=READ_ONLY")
                .run(application -> assertThat(application).hasNotFailed().doesNotHaveBean(MtaStsPageEndpoint.class));
    }

    @Test
    void metricsOfTheUserTakeThePlaceOfOurs() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        runner.withBean(MeterRegistry.class, () -> registry)
                .withBean(MtaStsMetrics.class, () -> new MtaStsMetrics(new Watch(Clock.systemUTC())))
                .run(application -> {
                    application.getBean(CamelContext.class).getComponent("mtasts");
                    assertThat(registry.getMeters()).isEmpty();
                });
    }

    @Test
    void metricsAreBoundWhenTheComponentIsMade() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        runner.withBean(MeterRegistry.class, () -> registry).run(application -> {
            assertThat(registry.find("mtasts.domains.waiting").meter()).isNull();
            application.getBean(CamelContext.class).getComponent("mtasts");
            assertThat(registry.find("mtasts.domains.waiting").meter()).isNotNull();
        });
    }

    @Test
    void metricsOfAComponentUnderAnotherNameAreNotBound() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        runner.withBean(MeterRegistry.class, () -> registry)
                .withBean("second", MtaStsComponent.class, MtaStsComponent::new)
                .run(application -> {
                    assertThat(application.getBean(CamelContext.class).getComponent("second"))
                            .isInstanceOf(MtaStsComponent.class);
                    assertThat(registry.getMeters()).isEmpty();
                });
    }

    @Test
    void withoutMicrometerThereAreNoMetrics() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer")).run(application -> {
            assertThat(application).hasNotFailed().doesNotHaveBean(MetricsCustomizer.class);
            assertThat(application.getBean(CamelContext.class).getComponent("mtasts"))
                    .isNotNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "management.health.mtasts.enabled=false",
                "management.health.defaults.enabled=false",
                "camel.component.mtasts.enabled=false",
                "camel.component.enabled=false"
            })
    void healthCanBeSwitchedOff(String off) {
        runner.withPropertyValues(off)
                .run(application -> assertThat(application).hasNotFailed().doesNotHaveBean(HealthIndicator.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"management.endpoint.mtasts.access=NONE", "camel.component.mtasts.enabled=false"})
    void theEndpointCanBeSwitchedOff(String off) {
        runner.withPropertyValues(off)
                .run(application ->
                        assertThat(application).hasNotFailed().doesNotHaveBean(MtaStsActuatorEndpoint.class));
    }

    @Test
    void withoutTheActuatorThereIsNone() {
        runner.withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
                .run(application -> {
                    assertThat(application).hasNotFailed().doesNotHaveBean(MtaStsActuatorEndpoint.class);
                    assertThat(application.getBean(CamelContext.class).getComponent("mtasts"))
                            .isNotNull();
                });
    }

    @Test
    void withoutRoutesHealthIsUnknown() {
        runner.run(application -> {
            assertThat(application.getBean(HealthIndicator.class).health())
                    .extracting(Health::getStatus)
                    .isEqualTo(Status.UNKNOWN);
            assertThat(application.getBean(CamelContext.class).hasComponent("mtasts"))
                    .isNull();
        });
    }

    private static RunningComponent nobody() {
        return new RunningComponent(new DefaultCamelContext());
    }
}
