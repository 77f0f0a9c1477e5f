package io.github.camelmtasts.springboot;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import io.github.camelmtasts.Enforcement;
import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.MtaStsConfiguration;
import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.discovery.OnDnsFailure;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyStore;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MtaStsComponentAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(CamelAutoConfiguration.class, MtaStsComponentAutoConfiguration.class));

    @Test
    void optionsOfTheComponentReachIt() {
        runner.withPropertyValues(
                        "camel.component.mtasts.dns-servers=192.0.2.53,192.0.2.54:5353",
                        "camel.component.mtasts.policy-port=8443",
                        "camel.component.mtasts.lenient-media-type=true",
                        "camel.component.mtasts.allowed-addresses=127.0.0.0/8, fd00::/8",
                        "camel.component.mtasts.use-global-ssl-context-parameters=true",
                        "camel.component.mtasts.autowired-enabled=false",
                        "camel.component.mtasts.lazy-start-producer=true")
                .run(application -> {
                    MtaStsComponent component = component(application);
                    assertThat(component.getDnsServers()).isEqualTo("192.0.2.53,192.0.2.54:5353");
                    assertThat(component.getPolicyPort()).isEqualTo(8443);
                    assertThat(component.isLenientMediaType()).isTrue();
                    assertThat(component.getAllowedAddresses()).isEqualTo("127.0.0.0/8, fd00::/8");
                    assertThat(component.isUseGlobalSslContextParameters()).isTrue();
                    assertThat(component.isAutowiredEnabled()).isFalse();
                    assertThat(component.isLazyStartProducer()).isTrue();
                });
    }

    @Test
    void defaultsOfTheEndpointsReachTheConfigurationOfTheComponent() {
        runner.withPropertyValues(
                        "camel.component.mtasts.smtp-port=2525",
                        "camel.component.mtasts.local-hostname=mail.example.com",
                        "camel.component.mtasts.dialect=draft06",
                        "camel.component.mtasts.on-dns-failure=deliver",
                        "camel.component.mtasts.require-tls=true",
                        "camel.component.mtasts.connection-timeout=5s",
                        "camel.component.mtasts.response-timeout=60000")
                .run(application -> {
                    MtaStsConfiguration defaults = component(application).getConfiguration();
                    assertThat(defaults.getSmtpPort()).isEqualTo(2525);
                    assertThat(defaults.getLocalHostname()).isEqualTo("mail.example.com");
                    assertThat(defaults.getDialect()).isEqualTo(DialectChoice.DRAFT06);
                    assertThat(defaults.getOnDnsFailure()).isEqualTo(OnDnsFailure.DELIVER);
                    assertThat(defaults.isRequireTls()).isTrue();
                    assertThat(defaults.getConnectionTimeout()).isEqualTo(5_000);
                    assertThat(defaults.getResponseTimeout()).isEqualTo(60_000);
                });
    }

    @Test
    void overridesAndEnforcementAreProperties() {
        runner.withPropertyValues(
                        "camel.component.mtasts.enforcement=observe",
                        "camel.component.mtasts.dns-failure-grace=10m",
                        "camel.component.mtasts.overrides[partner.example]=skip until 2999-12-31: ticket 4711",
                        "camel.component.mtasts.overrides[other.example]=force until 2999-12-31: by contract")
                .run(application -> {
                    MtaStsComponent component = component(application);
                    assertThat(component.getEnforcement()).isEqualTo(Enforcement.OBSERVE);
                    assertThat(component.getConfiguration().getDnsFailureGrace())
                            .isEqualTo(600_000);
                    assertThat(component.getOverrides())
                            .containsEntry("partner.example", "skip until 2999-12-31: ticket 4711")
                            .containsEntry("other.example", "force until 2999-12-31: by contract");
                });
    }

    @Test
    void theOptionsInWordsHoldNoSecret() {
        runner.withPropertyValues(
                        "camel.component.mtasts.fetch-proxy=proxy.example:3128",
                        "camel.component.mtasts.fetch-proxy-user=bert",
                        "camel.component.mtasts.fetch-proxy-password=open-sesame",
                        "camel.component.mtasts.retry-uri=jms:retry?username=bert&password=RAW(open-sesame)",
                        "camel.component.mtasts.dead-letter-uri=ftp://bert:open-sesame@dead.example/mails")
                .run(application -> assertThat(application.getBean(MtaStsComponentConfiguration.class))
                        .asString()
                        .contains("fetchProxyPassword", "retryUri")
                        .doesNotContain("open-sesame", "bert"));
    }

    @Test
    void objectsAreNamedAsBeans() {
        PolicyStore store = new MemoryPolicyStore();
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        runner.withBean("policies", PolicyStore.class, () -> store)
                .withBean("testClock", Clock.class, () -> clock)
                .withPropertyValues(
                        "camel.component.mtasts.policy-store=#bean:policies",
                        "camel.component.mtasts.clock=#bean:testClock")
                .run(application -> {
                    assertThat(component(application).getPolicyStore()).isSameAs(store);
                    assertThat(component(application).getClock()).isSameAs(clock);
                });
    }

    @Test
    void singlePropertiesRefineTheNamedConfiguration() {
        runner.withBean("mailDefaults", MtaStsConfiguration.class, MtaStsComponentAutoConfigurationTest::strict)
                .withPropertyValues(
                        "camel.component.mtasts.smtp-port=2526",
                        "camel.component.mtasts.configuration=#bean:mailDefaults")
                .run(application -> {
                    MtaStsConfiguration defaults = component(application).getConfiguration();
                    assertThat(defaults).isSameAs(application.getBean("mailDefaults"));
                    assertThat(defaults.isRequireTls()).isTrue();
                    assertThat(defaults.getSmtpPort()).isEqualTo(2526);
                });
    }

    @Test
    void aComponentThatIsABeanKeepsWhatNoPropertyNames() {
        runner.withBean("mtasts", MtaStsComponent.class, MtaStsComponentAutoConfigurationTest::ownComponent)
                .withPropertyValues("camel.component.mtasts.policy-port=8443")
                .run(application -> {
                    MtaStsComponent component = component(application);
                    assertThat(component).isSameAs(application.getBean("mtasts"));
                    assertThat(component.getPolicyPort()).isEqualTo(8443);
                    assertThat(component.getConfiguration().getSmtpPort()).isEqualTo(2525);
                    assertThat(component.getConfiguration().isRequireTls()).isTrue();
                });
    }

    @Test
    void aCustomizerOfTheUserTakesThePlaceOfOurs() {
        runner.withBean(
                        "mtaStsComponentCustomizer",
                        ComponentCustomizer.class,
                        () -> ComponentCustomizer.forType(
                                MtaStsComponent.class, component -> component.setPolicyPort(9443)))
                .withPropertyValues("camel.component.mtasts.policy-port=8443")
                .run(application ->
                        assertThat(component(application).getPolicyPort()).isEqualTo(9443));
    }

    @Test
    void withoutPropertiesTheComponentIsAsWithoutSpring() {
        runner.run(application -> {
            assertThat(component(application).getPolicyPort()).isEqualTo(443);
            assertThat(component(application).getConfiguration())
                    .usingRecursiveComparison()
                    .isEqualTo(new MtaStsConfiguration());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.mtasts.enabled=false", "camel.component.enabled=false"})
    void switchedOffItLeavesTheComponentAlone(String off) {
        runner.withPropertyValues(off, "camel.component.mtasts.policy-port=8443")
                .run(application -> {
                    assertThat(application).doesNotHaveBean(ComponentCustomizer.class);
                    assertThat(component(application).getPolicyPort()).isEqualTo(443);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"camel.component.mtasts.customizer.enabled=false", "camel.component.customizer.enabled=false"})
    void theCustomizerCanBeSwitchedOffToo(String off) {
        runner.withPropertyValues(off, "camel.component.mtasts.policy-port=8443")
                .run(application ->
                        assertThat(component(application).getPolicyPort()).isEqualTo(443));
    }

    @Test
    void withoutCamelThereIsNothingToConfigure() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MtaStsComponentAutoConfiguration.class))
                .run(application -> assertThat(application)
                        .hasNotFailed()
                        .doesNotHaveBean(MtaStsComponentConfiguration.class)
                        .doesNotHaveBean(ComponentCustomizer.class));
    }

    @Test
    void aValueThatIsNoneStopsTheApplication() {
        runner.withPropertyValues("camel.component.mtasts.dialect=rfc9999")
                .run(application ->
                        assertThat(application).getFailure().hasStackTraceContaining("camel.component.mtasts.dialect"));
    }

    @Test
    void aBeanThatIsNotThereIsNamed() {
        runner.withPropertyValues("camel.component.mtasts.policy-store=#bean:nowhere")
                .run(application ->
                        assertThatThrownBy(() -> component(application)).hasStackTraceContaining("nowhere"));
    }

    private static MtaStsComponent component(ApplicationContext application) {
        return application.getBean(CamelContext.class).getComponent("mtasts", MtaStsComponent.class);
    }

    private static MtaStsConfiguration strict() {
        MtaStsConfiguration configuration = new MtaStsConfiguration();
        configuration.setRequireTls(true);
        configuration.setSmtpPort(2525);
        return configuration;
    }

    private static MtaStsComponent ownComponent() {
        MtaStsComponent component = new MtaStsComponent();
        component.setConfiguration(strict());
        return component;
    }
}
