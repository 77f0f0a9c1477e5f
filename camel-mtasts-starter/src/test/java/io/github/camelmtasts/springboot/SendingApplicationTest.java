package io.github.camelmtasts.springboot;

import java.security.KeyStore;

import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslStoreBundle;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** A Spring Boot application with the starter and properties only: Spring Boot finds the wiring by itself. */
class SendingApplicationTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("moved.example").policy(enforce("mx.moved.example")).mx(10, mxHost("mx.elsewhere.example")));

    @Test
    void theRouteOfTheReadmeSendsUnderTheEnforcedPolicy() {
        try (BootApplication application = BootApplication.on(INTERNET.internet(), InvoiceApplication.class)) {
            Exchange sent = application.send("anna@good.example");

            assertThat(sent.getException()).isNull();
            assertThat(outcome(sent)).isEqualTo("DELIVERED");
            assertThat(sent.getMessage().getHeader(MtaStsConstants.POLICY_MODE)).isEqualTo("enforce");
            assertThat(INTERNET.internet().mails()).hasSize(1);
            ReceivedMail mail = INTERNET.internet().mails().get(0);
            assertThat(mail.recipients()).containsExactly("anna@good.example");
            assertThat(mail.header("Subject")).contains("Your invoice");
            assertThat(mail.encrypted()).isTrue();
        }
    }

    @Test
    void overridesArePropertiesByDomainsWhoseNamesHaveDots() {
        try (BootApplication application = BootApplication.on(
                INTERNET.internet(),
                InvoiceApplication.class,
                "camel.component.mtasts.overrides[moved.example]=report-only until 2999-12-31: they are moving")) {
            assertThat(outcome(application.send("bert@moved.example"))).isEqualTo("DELIVERED");
            assertThat(application.component().getOverridesInForce())
                    .isEqualTo("moved.example = report-only until 2999-12-31: they are moving");
        }
    }

    @Test
    void aRenewedSslBundleCountsAtOnce() throws Exception {
        try (BootApplication application = BootApplication.on(INTERNET.internet(), InvoiceApplication.class)) {
            assertThat(outcome(application.send("anna@good.example"))).isEqualTo("DELIVERED");

            renewBundle(application, strangers());
            assertThat(outcome(application.send("anna@good.example"))).isEqualTo("DEFERRED");

            renewBundle(application, INTERNET.internet().trustStore());
            assertThat(outcome(application.send("anna@good.example"))).isEqualTo("DELIVERED");
        }
    }

    @Test
    void aRenewedSslBundleWithoutAuthoritiesLeavesTheFormerOnes() {
        try (BootApplication application = BootApplication.on(INTERNET.internet(), InvoiceApplication.class)) {
            assertThat(outcome(application.send("anna@good.example"))).isEqualTo("DELIVERED");

            renewBundle(application, null);
            assertThat(outcome(application.send("anna@good.example"))).isEqualTo("DELIVERED");
        }
    }

    @Test
    void aBundleThatIsRenewedWhileTheComponentRestsCountsWhenItStarts() throws Exception {
        try (BootApplication application = BootApplication.on(INTERNET.internet(), InvoiceApplication.class)) {
            assertThat(outcome(application.send("anna@good.example"))).isEqualTo("DELIVERED");
            application.component().stop();
            renewBundle(application, strangers());
            application.component().start();

            assertThat(outcome(application.send("anna@good.example"))).isEqualTo("DEFERRED");
        }
    }

    private static KeyStore strangers() throws Exception {
        KeyStore trustStore = KeyStore.getInstance("PKCS12");
        trustStore.load(null, null);
        trustStore.setCertificateEntry("rogue", INTERNET.internet().authority().rogueRoot());
        return trustStore;
    }

    private static void renewBundle(BootApplication application, @Nullable KeyStore trustStore) {
        application
                .context()
                .getBean(SslBundleRegistry.class)
                .updateBundle("practice", SslBundle.of(SslStoreBundle.of(null, null, trustStore)));
    }

    private static String outcome(Exchange sent) {
        return String.valueOf(sent.getMessage().getHeader(MtaStsConstants.OUTCOME));
    }
}
