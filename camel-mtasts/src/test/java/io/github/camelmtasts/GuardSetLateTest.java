package io.github.camelmtasts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Objects;

import io.github.camelmtasts.guard.MtaStsEndpointPolicy;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.TestAuthority;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A guard, or its trust, that is set by an unusual name or at an unusual time: it guards, or it says that it cannot. */
class GuardSetLateTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(mxHost("relay.example"));

    @AutoClose
    private final DefaultCamelContext context = new DefaultCamelContext();

    @TempDir
    private Path directory;

    private static LoopbackInternet internet() {
        return INTERNET.internet();
    }

    private static MtaStsComponent component(String guardSmtpEndpoints) {
        MtaStsComponent component = Sender.component(internet());
        component.setGuardSmtpEndpoints(guardSmtpEndpoints);
        component.setGuardMode(GuardMode.ENFORCE);
        return component;
    }

    private void addRoute(String options) throws Exception {
        String relay = "smtp://relay.example:" + internet().smtpPort() + "?from=a@sender.example&to=b@simple.example";
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(relay + options);
            }
        });
    }

    private Exchange send() {
        return context.createProducerTemplate()
                .request("direct:in", exchange -> exchange.getMessage().setBody("Hello"));
    }

    private static void assertGuarded(Exchange sent) {
        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(internet().mx("relay.example").mails()).isNotEmpty().allMatch(ReceivedMail::encrypted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bank-mail", "bank-component", "theMailComponent"})
    void aBeanUnderANameThatNoEndpointUsesGuards(String name) throws Exception {
        context.getRegistry().bind(name, component("smtp*"));
        addRoute("");
        context.start();

        assertGuarded(send());
    }

    @Test
    void aSecondBeanBesideTheUsualOneGuards() throws Exception {
        context.addComponent("mtasts", component(""));
        context.getRegistry().bind("second", component("smtp*"));
        addRoute("");
        context.start();

        assertGuarded(send());
    }

    @Test
    void anOptionThatComesAfterTheEndpointIsRefusedAndTheFormerStays() throws Exception {
        MtaStsComponent component = component("");
        context.addComponent("mtasts", component);
        addRoute("");
        context.start();

        assertThatThrownBy(() -> component.setGuardSmtpEndpoints("smtp*"))
                .hasMessageContaining("guardSmtpEndpoints cannot guard smtp://relay.example:");
        assertThat(component.getGuardSmtpEndpoints()).isEmpty();
    }

    @Test
    void anOptionThatComesAfterAnEndpointForBlocksIsRefused() throws Exception {
        MtaStsComponent component = component("");
        context.addComponent("mtasts", component);
        context.getRegistry().bind("policy", new MtaStsEndpointPolicy());
        addRoute("");
        context.start();

        assertThatThrownBy(() -> component.setGuardSmtpEndpoints("smtp*"))
                .hasMessageContaining("guardSmtpEndpoints cannot guard smtp://relay.example:");
    }

    @Test
    void anOptionThatComesBeforeTheEndpointIsInForceAlthoughTheStartIsOver() throws Exception {
        MtaStsComponent component = component("");
        context.addComponent("mtasts", component);
        context.start();
        component.setGuardSmtpEndpoints("smtp*");
        addRoute("");

        assertGuarded(send());
    }

    @Test
    void aBrokenPatternIsRefusedAfterTheStartToo() throws Exception {
        MtaStsComponent component = component("");
        context.addComponent("mtasts", component);
        context.start();

        assertThatThrownBy(() -> component.setGuardSmtpEndpoints("smtp://relay[0-9"))
                .hasMessageContaining("guardSmtpEndpoints: 'smtp://relay[0-9'");
    }

    @Test
    void newTrustReachesTheTrustStoreOfAnEndpoint() throws Exception {
        KeyStore strangers = KeyStore.getInstance("PKCS12");
        strangers.load(null, null);
        strangers.setCertificateEntry("root", new TestAuthority().rogueRoot());
        Path file = directory.resolve("trust.p12");
        try (var out = Files.newOutputStream(file)) {
            strangers.store(out, internet().trustStorePassword().toCharArray());
        }
        SSLContextParameters parameters = Sender.trust(internet());
        Objects.requireNonNull(
                        Objects.requireNonNull(parameters.getTrustManagers()).getKeyStore())
                .setResource("file:" + file);
        context.getRegistry().bind("trust", parameters);
        MtaStsComponent component = component("smtp*");
        context.addComponent("mtasts", component);
        addRoute("&sslContextParameters=#trust&mail.smtp.starttls.enable=true");
        context.start();
        assertThat(Sender.reason(send())).isEqualTo("CERTIFICATE_NOT_TRUSTED");

        Files.copy(
                Path.of(internet().trustStoreFile().toString()),
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        component.reloadTrust();
        assertGuarded(send());

        Files.writeString(file, "no trust store");
        assertThatThrownBy(component::reloadTrust).hasMessageContaining("the trust store cannot be read");
        assertGuarded(send());
    }
}
