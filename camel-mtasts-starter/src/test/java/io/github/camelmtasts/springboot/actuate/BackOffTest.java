package io.github.camelmtasts.springboot.actuate;

import io.github.camelmtasts.springboot.MtaStsComponentAutoConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** What is wired gives way to the user's own, and is not there where it has nothing to stand on. */
class BackOffTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    CamelAutoConfiguration.class,
                    MtaStsComponentAutoConfiguration.class,
                    MtaStsActuatorAutoConfiguration.class))
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
        runner.withBean(
                        "own",
                        MtaStsActuatorEndpoint.class,
                        () -> new MtaStsActuatorEndpoint(new RunningComponent(new DefaultCamelContext())))
                .run(application -> assertThat(application)
                        .getBean(MtaStsActuatorEndpoint.class)
                        .isSameAs(application.getBean("own")));
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
}
