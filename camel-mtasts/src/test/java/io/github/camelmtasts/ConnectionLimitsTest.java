package io.github.camelmtasts;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxServer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** maxConnections, maxConnectionsPerHost and maxMessagesPerConnection. */
class ConnectionLimitsTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            mxHost("mx.one.example"),
            mxHost("mx.two.example"),
            domain("one.example").policy(enforce("mx.one.example")).mx(10, "mx.one.example"),
            domain("plain.example").mx(10, "mx.one.example"),
            domain("two.example").policy(enforce("mx.two.example")).mx(10, "mx.two.example"));

    private static MxServer mx(String name) {
        return INTERNET.internet().mx(name);
    }

    @ParameterizedTest(name = "{0} mails, {1} a connection")
    @CsvSource({"3, 1, 3", "4, 2, 2", "5, 2, 3"})
    void aConnectionIsEndedAfterSoManyMails(int mails, int perConnection, int connections) {
        try (Sender sender = new Sender(INTERNET.internet(), it -> it.setMaxMessagesPerConnection(perConnection))) {
            IntStream.range(0, mails).forEach(each -> sender.send("you@one.example"));
        }

        assertThat(mx("mx.one.example").mails()).hasSize(mails);
        assertThat(mx("mx.one.example").sessions()).hasSize(connections);
    }

    @Test
    void mailsToOneHostWaitForItsOneConnection() throws Exception {
        try (Sender sender = new Sender(INTERNET.internet(), it -> it.setMaxConnectionsPerHost(1))) {
            List<Exchange> sent = sideBySide(12, () -> sender.send("you@one.example"));

            assertThat(sent).extracting(Sender::outcome).containsOnly("DELIVERED");
        }

        assertThat(mx("mx.one.example").mails()).hasSize(12);
        assertThat(mx("mx.one.example").sessions()).hasSize(1);
    }

    @Test
    void anIdleConnectionOfLessProofGivesWayToOneOfMore() {
        try (Sender sender = new Sender(INTERNET.internet(), it -> it.setMaxConnectionsPerHost(1))) {
            sender.send("you@plain.example");
            sender.send("you@one.example"); // another connection, and the host shall see no two
            sender.send("you@plain.example");
        }

        assertThat(mx("mx.one.example").sessions()).hasSize(3);
    }

    @Test
    void anIdleConnectionOfAnotherHostIsEndedFirst() {
        try (Sender sender = new Sender(INTERNET.internet(), it -> it.setMaxConnections(1))) {
            sender.send("you@one.example");
            sender.send("you@two.example");
            sender.send("you@two.example");
            sender.send("you@one.example");
        }

        assertThat(mx("mx.one.example").sessions()).hasSize(2);
        assertThat(mx("mx.two.example").sessions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, maxConnections", "1, 0, 1, maxConnectionsPerHost", "1, 1, -1, maxMessagesPerConnection"})
    void aLimitThatLetsNothingThroughIsRefusedByName(int inAll, int perHost, int mails, String option) {
        assertThatThrownBy(() -> new Sender(INTERNET.internet(), component -> {
                    component.setMaxConnections(inAll);
                    component.setMaxConnectionsPerHost(perHost);
                    component.setMaxMessagesPerConnection(mails);
                }))
                .hasStackTraceContaining(option + ":");
    }

    private interface Sending {
        Exchange send();
    }

    private static List<Exchange> sideBySide(int mails, Sending sending) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, mails)
                .mapToObj(each -> CompletableFuture.supplyAsync(
                        () -> {
                            awaitQuietly(go);
                            return sending.send();
                        },
                        task -> new Thread(task).start()))
                .toList();
        go.countDown();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        return all.stream().map(CompletableFuture::join).toList();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
