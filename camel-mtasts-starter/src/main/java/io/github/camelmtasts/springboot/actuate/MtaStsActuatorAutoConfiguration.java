package io.github.camelmtasts.springboot.actuate;

import io.github.camelmtasts.metrics.MtaStsMetrics;
import io.github.camelmtasts.springboot.MtaStsComponentAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.http.ResponseEntity;

/**
 * Health, endpoint, page and metrics, each where the application has what it needs: {@code spring-boot-health}, the actuator, a
 * servlet web server, Micrometer. {@code camel.component.mtasts.enabled=false} takes them away with the rest.
 */
@AutoConfiguration(after = {CamelAutoConfiguration.class, MtaStsComponentAutoConfiguration.class})
@ConditionalOnBean(CamelContext.class)
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.mtasts"})
public final class MtaStsActuatorAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class OfHealth {

        // its condition is a class of the same jar, so that it may stand only where nobody looks without that jar
        @Bean
        @ConditionalOnEnabledHealthIndicator("mtasts")
        @ConditionalOnMissingBean(name = "mtastsHealthIndicator")
        HealthIndicator mtastsHealthIndicator(CamelContext camel) {
            return new MtaStsHealthIndicator(new RunningComponent(camel));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static class OfEndpoint {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        MtaStsActuatorEndpoint mtastsEndpoint(CamelContext camel, Environment environment) {
            Access own = environment.getProperty(MtaStsActuatorEndpoint.ACCESS, Access.class, Access.READ_ONLY);
            return new MtaStsActuatorEndpoint(new RunningComponent(camel), own);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({WebEndpoint.class, ConditionalOnAvailableEndpoint.class, ResponseEntity.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class OfPage {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        @ConditionalOnProperty("management.endpoint.mtastspage.access") // what is said of all endpoints does not count
        MtaStsPageEndpoint mtastsPageEndpoint(
                CamelContext camel, @Value("${spring.application.name:This application}") String application) {
            return new MtaStsPageEndpoint(new RunningComponent(camel), application);
        }
    }

    /** Observations need no wiring: the component looks for the {@code ObservationRegistry} among the beans. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class OfMetrics {

        @Lazy
        @Bean
        @ConditionalOnMissingBean({MtaStsMetrics.class, MetricsCustomizer.class})
        MetricsCustomizer mtastsMetricsCustomizer(ObjectProvider<MeterRegistry> registry) {
            return new MetricsCustomizer(registry);
        }
    }
}
