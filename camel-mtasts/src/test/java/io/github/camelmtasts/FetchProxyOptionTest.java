package io.github.camelmtasts;

import java.util.Map;

import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The options {@code fetchProxy}, {@code fetchProxyUser} and {@code fetchProxyPassword}. */
class FetchProxyOptionTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")));

    @Test
    void sendsEveryFetchToTheProxyAndSaysWhoMustMendIt() {
        String nobody = MxHost.DEAD_ADDRESS + ":3128";
        try (Sender sender = new Sender(INTERNET.internet(), component -> {
            component.setFetchProxy(nobody);
            component.setFetchProxyUser("anna");
            component.setFetchProxyPassword("open sesame");
        })) {
            assertThat(sender.resolve("good.example").decision().orElseThrow())
                    .isInstanceOfSatisfying(
                            PolicyDecision.NotInEffect.class,
                            none -> assertThat(none.detail())
                                    .contains("the proxy " + nobody, FetchFailure.PROXY.advice())
                                    .doesNotContain("open sesame"));
        }
        assertThat(INTERNET.internet().policyHost().connections("good.example")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "http://anna:open sesame@proxy.example:3128"})
    void endsTheStartIfItIsNoHostAndPort(String written) {
        assertThatThrownBy(() -> new Sender(INTERNET.internet(), component -> component.setFetchProxy(written)).close())
                .hasStackTraceContaining("fetchProxy: write host:port")
                .satisfies(failure -> assertThat(failure).hasMessageNotContaining("open sesame"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetchProxyUser", "fetchProxyPassword"})
    void isKnownToCamelAsASecret(String option) throws Exception {
        Map<String, Object> options =
                Catalog.section("META-INF/io/github/camelmtasts/mtasts.json", "componentProperties");

        assertThat((JsonObject) options.get(option)).containsEntry("secret", true);
    }
}
