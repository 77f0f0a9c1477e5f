package io.github.camelmtasts.springboot;

import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Hands the properties {@code camel.component.mtasts.*} to the component, under the conditions of Camel's own starters: there is a
 * Camel context, and neither {@code camel.component.enabled} nor {@code camel.component.mtasts.enabled} says no.
 */
@AutoConfiguration(after = {CamelAutoConfiguration.class, SslAutoConfiguration.class})
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.mtasts"})
@EnableConfigurationProperties(MtaStsComponentConfiguration.class)
public final class MtaStsComponentAutoConfiguration {

    @Lazy
    @Bean
    @ConditionalOnMissingBean(name = "mtaStsComponentCustomizer")
    ComponentCustomizer mtaStsComponentCustomizer(
            Environment environment,
            MtaStsComponentConfiguration configuration,
            ObjectProvider<SslBundles> sslBundles) {
        return new MtaStsComponentCustomizer(
                environment, configuration, sslBundles.getIfAvailable(DefaultSslBundleRegistry::new));
    }
}
