package io.github.camelmtasts;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** A host that turns sessions away while others are open gets fewer, and no mail is deferred for it. */
@Timeout(120)
class HostWithFewConnectionsTest {

    private static final MxHost HOST = mxHost("mx.few.example");

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("few.example").policy(enforce("mx.few.example")).mx(10, HOST));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    private static MxServer mx() {
        return INTERNET.internet().mx("mx.few.example");
    }

    private static MxHost busyHost(int sessions, SmtpStage stage, String reply) {
        return HOST.delay(Duration.ofMillis(5)).servingAtOnce(sessions, stage, reply);
    }

    @ParameterizedTest
    @CsvSource({
        "2, BANNER, 421 4.7.0 too many connections from you",
        "1, BANNER, 421 4.7.0 too many connections from you",
        "2, BANNER, 450 4.7.1 try again later",
        "2, EHLO, 421 4.3.2 too busy",
        "2, EHLO_AFTER_TLS, 421 4.3.2 too busy",
        "2, MAIL, 421 4.7.0 too many sessions",
        "2, RCPT, 421 4.7.0 too many sessions"
    })
    void thirtyMailsAtOnceWaitForTheFewSessionsThatTheHostServes(int sessions, SmtpStage stage, String reply)
            throws Exception {
        mx().behave(busyHost(sessions, stage, reply));

        List<Exchange> sent = sideBySide(30, "you@few.example");

        assertThat(sent).extracting(Sender::outcome).containsOnly("DELIVERED");
        assertThat(mx().mails()).hasSize(30);
    }

    @Test
    void whatTheHostTakesIsRememberedForTheNextMails() throws Exception {
        mx().behave(busyHost(2, SmtpStage.BANNER, "421 4.7.0 too many connections"));
        sideBySide(30, "you@few.example");
        int before = mx().sessions().size();

        sideBySide(30, "you@few.example");

        assertThat(mx().sessions().size() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void aRefusalWithoutOtherSessionsIsATemporaryFailureAtOnce() {
        mx().behave(HOST.reply(SmtpStage.BANNER, "421 4.3.2 going down"));

        Exchange sent = sender.send("you@few.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.reason(sent)).isEqualTo("SESSION_REFUSED");
        assertThat(mx().sessions()).hasSize(1);
    }

    @Test
    void aHostThatRefusesEverybodyIsAskedByEachMailButFewTimes() throws Exception {
        mx().behave(HOST.reply(SmtpStage.BANNER, "421 4.3.2 going down"));

        List<Exchange> sent = sideBySide(10, "you@few.example");

        assertThat(sent).extracting(Sender::outcome).containsOnly("DEFERRED");
        assertThat(mx().sessions()).hasSizeBetween(10, 30);
    }

    private List<Exchange> sideBySide(int mails, String recipient) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, mails)
                .mapToObj(each -> CompletableFuture.supplyAsync(
                        () -> {
                            awaitQuietly(go);
                            return sender.send(recipient);
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
