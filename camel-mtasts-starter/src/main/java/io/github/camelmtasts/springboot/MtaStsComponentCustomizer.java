package io.github.camelmtasts.springboot;

import io.github.camelmtasts.MtaStsComponent;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.CamelPropertiesHelper;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/** Sets the options that the properties name on the component, before it starts. A component that is a bean keeps the others. */
final class MtaStsComponentCustomizer implements ComponentCustomizer {

    private static final Logger LOG = LoggerFactory.getLogger(MtaStsComponentCustomizer.class);

    private final Environment environment;
    private final MtaStsComponentConfiguration configuration;
    private final SslBundles sslBundles;

    MtaStsComponentCustomizer(
            Environment environment, MtaStsComponentConfiguration configuration, SslBundles sslBundles) {
        this.environment = environment;
        this.configuration = configuration;
        this.sslBundles = sslBundles;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof MtaStsComponent
                && HierarchicalPropertiesEvaluator.evaluate(
                        environment, "camel.component.customizer", "camel.component.mtasts.customizer");
    }

    @Override
    public void configure(String name, Component target) {
        new OptionProperties(environment).unknown().findFirst().ifPresent(this::refuse);
        CamelPropertiesHelper.setCamelProperties(target.getCamelContext(), target, configuration.options(), true);
        @Nullable String bundle = configuration.sslBundle();
        if (bundle != null) {
            trust((MtaStsComponent) target, bundle);
        }
    }

    /** A property that nothing reads is dropped without a word otherwise: a password, or a misspelt requireTls. */
    private void refuse(String dashed) {
        String option = OptionProperties.optionOf(dashed);
        throw new IllegalArgumentException(
                ComponentOptions.read().has(option)
                        ? option
                                + ": it is an option of endpoints, and no property sets it; write it into the URI of the route,"
                                + " such as mtasts:send?" + option + "=RAW({{my." + dashed + "}})"
                        : "configuration: there is no option " + option + " that " + OptionProperties.PREFIX + "."
                                + dashed + " could set");
    }

    private void trust(MtaStsComponent component, String bundle) {
        if (configuration.sslContextParameters() != null) {
            throw new IllegalArgumentException(
                    "sslBundle: sslContextParameters names authorities too; name them by one of the two");
        }
        try {
            sslBundles.addBundleUpdateHandler(bundle, renewed -> reload(component, bundle));
        } catch (NoSuchSslBundleException unknown) {
            throw new IllegalArgumentException(
                    "sslBundle: there is no SSL bundle " + bundle + "; define it under spring.ssl.bundle", unknown);
        }
        component.setSslContextParameters(BundleTrust.of(sslBundles, bundle));
    }

    /** Whoever renews a bundle has other users of it to tell, so nothing is thrown at him. */
    private static void reload(MtaStsComponent component, String bundle) {
        if (!component.isStarted()) {
            return; // it reads the bundle when it starts
        }
        try {
            component.reloadTrust();
            LOG.info("The SSL bundle {} was renewed, and mtasts trusts its authorities now", bundle);
        } catch (IllegalArgumentException unreadable) {
            LOG.error(
                    "The SSL bundle {} was renewed, but mtasts stays with its former authorities: {}",
                    bundle,
                    unreadable.getMessage());
        }
    }
}
