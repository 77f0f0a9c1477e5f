package io.github.camelmtasts;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.camelmtasts.delivery.Resolution;
import io.github.camelmtasts.discovery.PolicyOperator;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.Exchange;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;

/** What operators ask and order: by routes and by JMX. */
@Timeout(60)
class PolicyOperationsTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").mx(10, mxHost("mx.good.example")).policy(enforce("mx.good.example")),
            domain("moved.example").mx(10, mxHost("mx.moved.example")).policy(enforce("mx.elsewhere.example")),
            domain("bare.example").mx(10, mxHost("mx.bare.example")),
            domain("nomail.example").nullMx());

    private final LoopbackInternet internet;
    private final MovableClock clock = MovableClock.atNoonToday();
    private final LocalDate lastDay =
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(30);
    private Sender sender;

    PolicyOperationsTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    @BeforeEach
    void start() {
        internet.dns().ttl(Duration.ZERO);
        sender = new Sender(internet, component -> component.setClock(clock));
    }

    @AfterEach
    void stop() {
        sender.close();
    }

    private Object ask(String endpoint, Object body) {
        return Objects.requireNonNull(sender.context().createProducerTemplate().requestBody(endpoint, body));
    }

    @Test
    void resolveAnswersHowThePolicyWasFoundAndWhatBecomesOfEachHost() {
        Resolution first = (Resolution) ask("mtasts:resolve", "good.example");
        Resolution second = (Resolution) ask("mtasts:resolve", "good.example");

        assertThat(first.found().orElseThrow().source()).hasToString("FETCHED");
        assertThat(second.found().orElseThrow().source()).hasToString("KEPT");
    }

    @Test
    void resolveAnswersInJson() {
        assertThat(ask("mtasts:resolve?format=json", "good.example"))
                .asString()
                .contains(
                        "\"domain\":\"good.example\"",
                        "\"mode\":\"enforce\"",
                        "\"source\":\"FETCHED\"",
                        "\"mx\":[\"mx.good.example\"]",
                        "{\"host\":\"mx.good.example\",\"verdict\":\"TRY\",\"tls\":\"VERIFIED\"}");
        assertThat(ask("mtasts:resolve?format=json", "moved.example"))
                .asString()
                .contains("\"verdict\":\"PASS_OVER\"", "\"reason\":\"MX_NOT_IN_POLICY\"", "\"advice\":");
        assertThat(ask("mtasts:resolve?format=json", "bare.example"))
                .asString()
                .contains("\"mode\":\"none\"", "\"reason\":\"NO_RECORD\"", "\"tls\":\"OPPORTUNISTIC\"");
        assertThat(ask("mtasts:resolve?format=json", "nomail.example"))
                .asString()
                .contains("\"undeliverable\":{\"reason\":\"NULL_MX\"", "\"hosts\":[]");
    }

    @Test
    void resolveTakesTheDomainFromOptionHeaderOrBody() {
        assertThat(ask("mtasts:resolve?domain=good.example&format=json", ""))
                .asString()
                .contains("good.example");
        Exchange byHeader = sender.send("mtasts:resolve", "", Map.of(MtaStsConstants.DOMAIN, "bare.example"));
        assertThat(Objects.requireNonNull(byHeader.getMessage().getBody(Resolution.class))
                        .domain())
                .hasToString("bare.example");
    }

    @Test
    void policiesListsWhatIsKept() {
        ask("mtasts:resolve", "moved.example");
        ask("mtasts:resolve", "good.example");

        assertThat((List<?>) ask("mtasts:policies", ""))
                .extracting(kept -> ((CachedPolicy) kept).domain().toString())
                .containsExactly("good.example", "moved.example");
        assertThat(ask("mtasts:policies?format=json", ""))
                .asString()
                .startsWith("[{\"mode\":\"enforce\",\"domain\":\"good.example\"");
    }

    @Test
    void refreshAndPurgeAnswerWhatCameOfThem() {
        ask("mtasts:resolve", "good.example");
        internet.policyHost().serve("good.example", testing("mx.good.example"));
        assertThat(ask("mtasts:refresh", "good.example"))
                .isInstanceOfSatisfying(
                        PolicyOperator.Result.class,
                        result -> assertThat(result.changed()).isTrue());

        internet.policyHost().withdraw("good.example");
        assertThat(ask("mtasts:purge?format=json", "good.example"))
                .asString()
                .startsWith("{\"changed\":false,\"detail\":\"The policy of good.example stays");
        assertThat(ask("mtasts:purge?force=true&format=json", "good.example"))
                .asString()
                .startsWith("{\"changed\":true");
        assertThat((List<?>) ask("mtasts:policies", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mtasts:refresh", "mtasts:purge"})
    void whatAnOrderIsAboutIsNotChosenByAHeader(String endpoint) {
        Exchange sent = sender.send(endpoint, "", Map.of(MtaStsConstants.DOMAIN, "good.example"));

        assertThat(sent.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a domain");
    }

    private static final class Bean {
        private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        private final ObjectName name;

        Bean(Sender sender) throws Exception {
            name = server.queryNames(
                            new ObjectName("org.apache.camel:context="
                                    + sender.context().getName() + ",type=components,name=\"mtasts\""),
                            null)
                    .iterator()
                    .next();
        }

        String call(String operation, Object... arguments) throws Exception {
            String[] types = new String[arguments.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = arguments[i] instanceof Boolean ? "boolean" : "java.lang.String";
            }
            return String.valueOf(server.invoke(name, operation, arguments, types));
        }

        String get(String attribute) throws Exception {
            return String.valueOf(server.getAttribute(name, attribute));
        }

        void set(String attribute, String value) throws Exception {
            server.setAttribute(name, new Attribute(attribute, value));
        }
    }

    @Test
    void jmxShowsAndChangesPolicies() throws Exception {
        Bean bean = new Bean(sender);
        assertThat(bean.call("resolvePolicy", "good.example")).contains("\"source\":\"FETCHED\"");
        assertThat(bean.call("listPolicies")).contains("good.example");
        assertThat(bean.call("refreshPolicy", "good.example")).contains("\"changed\":false");
        internet.policyHost().withdraw("good.example");
        assertThat(bean.call("purgePolicy", "good.example", false)).contains("stays");
        assertThat(bean.call("purgePolicy", "good.example", true)).contains("\"changed\":true");
        assertThat(bean.call("listPolicies")).isEqualTo("[]");
        assertThat(bean.get("OverdueRefreshes")).isEmpty();
    }

    @Test
    void jmxSetsAndTakesAwayOverrides() throws Exception {
        Bean bean = new Bean(sender);
        bean.call("overridePolicy", "moved.example", "skip until " + lastDay + ": ticket 4711");
        assertThat(bean.get("OverridesInForce")).isEqualTo("moved.example = skip until " + lastDay + ": ticket 4711");
        Exchange sent = sender.send("you@moved.example");
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.report(sent).toJson()).contains("\"intervention\":\"override of the operator: skip", "4711");

        bean.call("removeOverride", "moved.example");
        assertThat(Sender.outcome(sender.send("you@moved.example"))).isEqualTo("DEFERRED");
    }

    @Test
    void jmxSwitchesBetweenEnforcingAndObserving() throws Exception {
        Bean bean = new Bean(sender);
        assertThat(bean.get("EnforcementMode")).isEqualTo("ENFORCE");
        bean.set("EnforcementMode", "observe");
        Exchange observed = sender.send("you@moved.example");
        assertThat(Sender.outcome(observed)).isEqualTo("DELIVERED");
        assertThat(Sender.report(observed).toJson()).contains("\"intervention\":\"observed only", "MX_NOT_IN_POLICY");

        bean.set("EnforcementMode", "enforce");
        assertThat(Sender.outcome(sender.send("you@moved.example"))).isEqualTo("DEFERRED");
    }

    @Test
    void overridesComeFromPropertiesOrABean() {
        sender.close();
        Map<String, String> agreed = Map.of("good.example", "pin mx.elsewhere.example until " + lastDay + ": a test");
        sender = new Sender(internet, component -> {
            component.setClock(clock);
            component.setOverrides(agreed);
        });
        assertThat(Sender.reason(sender.send("you@good.example"))).isEqualTo("MX_NOT_IN_POLICY");

        MtaStsComponent component = new MtaStsComponent();
        PropertyConfigurer configurer = new io.github.camelmtasts.MtaStsComponentConfigurer();
        PropertyBindingSupport.build()
                .withCamelContext(sender.context())
                .withTarget(component)
                .withConfigurer(configurer)
                .withProperty("overrides[good.example]", "skip until " + lastDay + ": a test")
                .bind();
        assertThat(component.getOverrides()).containsEntry("good.example", "skip until " + lastDay + ": a test");
        sender.context().getRegistry().bind("agreed", agreed);
        PropertyBindingSupport.build()
                .withCamelContext(sender.context())
                .withTarget(component)
                .withConfigurer(configurer)
                .withProperty("overrides", "#bean:agreed")
                .bind();
        assertThat(component.getOverrides()).isEqualTo(agreed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.example", "", "all domains"})
    void thereIsNoOverrideForAllDomains(String domain) {
        sender.close();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new Sender(
                        internet,
                        component -> component.setOverrides(Map.of(domain, "skip until " + lastDay + ": no time")))))
                .hasStackTraceContaining("overrides")
                .hasStackTraceContaining("enforcement=observe");
        assertThat(DomainName.ifValid(domain)).isEmpty();
    }
}
