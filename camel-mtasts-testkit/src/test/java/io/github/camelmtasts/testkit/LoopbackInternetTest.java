package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.draftEnforce;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static io.github.camelmtasts.testkit.ServerCertificate.expired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(20)
class LoopbackInternetTest {
    @Test
    void isDescribedInOneExpression() throws Exception {
        try (LoopbackInternet internet = LoopbackInternet.of(
                        domain("good.example")
                                .policy(enforce("mx.good.example"))
                                .mx(10, mxHost("mx.good.example")),
                        domain("late.example")
                                .policy(testing("mx.late.example").delay(Duration.ofSeconds(2)))
                                .mx(10, mxHost("mx.late.example").withoutStartTls()),
                        domain("moved.example")
                                .policy(enforce("mx.moved.example")
                                        .status(301)
                                        .header("Location", "https://elsewhere.example/"))
                                .mx(10, mxHost("mx.moved.example")),
                        domain("bad.example")
                                .policy(enforce("mx.bad.example"))
                                .mx(10, mxHost("mx.bad.example").certificate(expired()))
                                .mx(
                                        20,
                                        mxHost("mx2.bad.example")
                                                .refusing("nobody@bad.example", "550 5.1.1 no such user")),
                        domain("none.example").nullMx(),
                        domain("old.example")
                                .policy(draftEnforce(".old.example"))
                                .mx(10, mxHost("mx.old.example")),
                        mxHost("relay.example").requiringLogin("user", "secret"))
                .start()) {
            assertThat(internet.dnsServer()).matches("127\\.0\\.0\\.1:\\d{4,5}");
            assertThat(internet.mx("mx.good.example").address().getHostAddress())
                    .isEqualTo("127.0.0.11");
            assertThat(internet.mx("RELAY.example.").address().getHostAddress()).isEqualTo("127.0.0.17");
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> internet.mx("mx.no.example"));
            SmtpClient.encryptedTo(internet, "mx.good.example").close();
        }
    }

    @Test
    void givesItsRootByFile() throws Exception {
        Path file;
        try (LoopbackInternet internet = LoopbackInternet.of().start()) {
            file = internet.trustStoreFile();
            KeyStore store = KeyStore.getInstance(
                    file.toFile(), internet.trustStorePassword().toCharArray());
            String alias = store.aliases().nextElement();
            assertThat(store.getCertificate(alias))
                    .isEqualTo(internet.authority().root());
            assertThat(store.size()).isEqualTo(1);
        }
        assertThat(file).satisfies(Files::notExists);
    }

    @Test
    void listensOnLoopbackOnlyAndNotAfterClose() throws Exception {
        LoopbackInternet internet =
                LoopbackInternet.of(mxHost("a.example"), mxHost("b.example")).start();
        int smtpPort = internet.smtpPort();
        InetAddress a = internet.mx("a.example").address();
        InetAddress elsewhere = LoopbackAddresses.parse("127.9.9.9");
        assertThatIOException().as("no wildcard").isThrownBy(() -> new Socket(elsewhere, smtpPort).close());
        assertThatIOException()
                .as("no wildcard")
                .isThrownBy(() -> new Socket(elsewhere, internet.policyPort()).close());
        internet.close();
        assertThatIOException().isThrownBy(() -> new Socket(a, smtpPort).close());
    }

    @Test
    void endsWhatHangsWhenItCloses() throws Exception {
        LoopbackInternet internet = LoopbackInternet.of(
                        domain("a.example").policy(none().delay(Duration.ofHours(1))),
                        mxHost("hang.example").hangingAt(SmtpStage.BANNER),
                        mxHost("slow.example").delay(Duration.ofHours(1)))
                .start();
        try (SmtpClient hanging = SmtpClient.to(internet, "hang.example");
                SmtpClient slow = SmtpClient.to(internet, "slow.example")) {
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> isAtEnd(hanging) && isAtEnd(slow));
            internet.close();
            assertThat(ended.get()).isTrue();
        }
        internet.close();
    }

    private static boolean isAtEnd(SmtpClient client) {
        try {
            return client.reply().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void goesBackToItsDescription() throws Exception {
        try (LoopbackInternet internet = LoopbackInternet.of(domain("a.example").mx(10, mxHost("mx.a.example")))
                .start()) {
            internet.dns().answer("new.example", "A", "127.0.0.1");
            internet.mx("mx.a.example").behave(mxHost("mx.a.example").down());
            internet.reset();
            SmtpClient.greetedBy(internet, "mx.a.example").close();
            assertThat(internet.mx("mx.a.example").sessions()).hasSize(1);
        }
    }

    @Test
    void waitsForMail() throws Exception {
        try (LoopbackInternet internet =
                LoopbackInternet.of(mxHost("a.example")).start()) {
            assertThat(internet.awaitMails(1, Duration.ofMillis(20))).isEmpty();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(internet));
            assertThat(internet.awaitMails(1, Duration.ofSeconds(5))).hasSize(1);
            sending.get();
        }
    }

    private static void send(LoopbackInternet internet) {
        try (SmtpClient client = SmtpClient.greetedBy(internet, "a.example")) {
            client.write("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@a.example>\r\nDATA\r\n");
            for (int i = 0; i < 4; i++) {
                client.reply();
            }
            client.ask("\r\n.");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sharesAServerAmongDomainsIfItIsTheSame() {
        LoopbackInternet.of(
                        domain("a.example").mx(10, mxHost("mx.shared.example")),
                        domain("b.example").mx(10, mxHost("mx.shared.example")),
                        domain("c.example").mx(10, "mx.shared.example"))
                .start()
                .close();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopbackInternet.of(
                        mxHost("a.example"), mxHost("a.example").down()))
                .withMessageContaining("a.example is described twice");
    }

    @Test
    void leavesNothingOpenIfItCannotStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopbackInternet.of(mxHost("a.example").addresses("not an address"))
                        .start());
    }

    /** In time of the processor: what else the machine does meanwhile does not count. */
    @Test
    void startsQuicklyOnceWarm() {
        Participant[] dozen = new Participant[12];
        for (int i = 0; i < dozen.length; i++) {
            String name = "d" + i + ".example";
            dozen[i] = domain(name).policy(enforce("mx." + name)).mx(10, mxHost("mx." + name));
        }
        LoopbackInternet.of(dozen).start().close();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        LoopbackInternet.of(dozen).start().close();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }
}
