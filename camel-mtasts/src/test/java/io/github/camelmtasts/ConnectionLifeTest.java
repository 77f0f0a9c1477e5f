package io.github.camelmtasts;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.SmtpSession;
import io.github.camelmtasts.testkit.TestAuthority;
import org.apache.camel.Exchange;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Connections end well when the component stops, and do not outlive the trust on which they rest. */
class ConnectionLifeTest {

    private static final String HOST = "mx.good.example";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce(HOST)).mx(10, mxHost(HOST)));

    @TempDir
    Path directory;

    private static MxServer mx() {
        return INTERNET.internet().mx(HOST);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).as("it comes within 30 s").isTrue();
    }

    @Test
    void anIdleConnectionEndsWithAWordWhenTheComponentStops() {
        try (Sender sender = new Sender(INTERNET.internet())) {
            sender.send("you@good.example");
        }

        await(() -> mx().sessions().get(0).end() == SmtpSession.End.QUIT);
    }

    @Test
    void aMailUnderWayComesToItsEndAlthoughTheComponentStops() throws Exception {
        mx().behave(mxHost(HOST).delay(Duration.ofMillis(300)));
        Sender sender = new Sender(INTERNET.internet());
        CompletableFuture<Exchange> sent = CompletableFuture.supplyAsync(() -> sender.send("you@good.example"));
        await(() -> !mx().sessions().isEmpty());

        sender.close();

        assertThat(Sender.outcome(sent.get(30, TimeUnit.SECONDS))).isEqualTo("DELIVERED");
        assertThat(mx().mails()).hasSize(1);
    }

    @Test
    void withNewTrustNoFormerConnectionServesAMail() throws Exception {
        MtaStsComponent component = Sender.component(INTERNET.internet());
        try (Sender sender = new Sender(INTERNET.internet())) {
            MtaStsComponent running = sender.context().getComponent("mtasts", MtaStsComponent.class);
            sender.send("you@good.example");
            running.setSslContextParameters(trusting(new TestAuthority().rogueRoot()));

            running.reloadTrust();
            Exchange distrusted = sender.send("you@good.example");
            running.setSslContextParameters(component.getSslContextParameters());
            running.reloadTrust();
            Exchange trusted = sender.send("you@good.example");

            assertThat(Sender.reason(distrusted)).isEqualTo("CERTIFICATE_NOT_TRUSTED");
            assertThat(Sender.outcome(trusted)).isEqualTo("DELIVERED");
        }
    }

    @Test
    void aTrustStoreThatCannotBeReadLeavesTheFormerOne() {
        try (Sender sender = new Sender(INTERNET.internet())) {
            MtaStsComponent running = sender.context().getComponent("mtasts", MtaStsComponent.class);
            running.setSslContextParameters(trusting(directory.resolve("nothing.p12")));

            assertThatThrownBy(running::reloadTrust).hasMessageContaining("sslContextParameters");

            assertThat(Sender.outcome(sender.send("you@good.example"))).isEqualTo("DELIVERED");
        }
    }

    private SSLContextParameters trusting(X509Certificate root) throws Exception {
        Path file = directory.resolve("trust.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return trusting(file);
    }

    private static SSLContextParameters trusting(Path file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setPassword("changeit");
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }
}
