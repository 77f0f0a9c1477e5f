package io.github.camelmtasts.examples.durable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.SmtpStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** The process is killed in the middle of a delivery, and the mail arrives all the same. */
@Timeout(120)
class KilledTest {

    private static final String HOST = "mx.good.example";

    @TempDir
    private Path data;

    @Test
    void mailsArriveAfterARestartAndOnlyOnce() throws Exception {
        try (LoopbackInternet internet = PracticeInternet.start()) {
            MxServer host = internet.mx(HOST);
            host.behave(mxHost(HOST).hangingAt(SmtpStage.DATA));
            try (Child child = Child.start(data, internet)) {
                for (String subject : List.of("one", "two", "three")) {
                    assertThat(child.client().submit("you@good.example", subject))
                            .isEqualTo(202);
                }
                child.client().submit("me@busy.example", "later");
                child.client().submit("who@gone.example", "never");
                awaitData(host);
                awaitQueues(child, "mail.retry: 1\n", "mail.dead: 1\n");
                child.kill();
            }
            assertThat(internet.mails()).isEmpty();

            host.behave(mxHost(HOST));
            try (Child child = Child.start(data, internet)) {
                internet.awaitMails(3, Duration.ofSeconds(60));
                awaitQueues(child, "mail: 0\n");

                assertThat(child.client().queues())
                        .contains(
                                "mail.retry: 1\n  SERVER_DEFERRED: busy.example DEFERRED: mx.busy.example answered: 451")
                        .contains("mail.dead: 1\n  SERVER_REFUSED: gone.example FAILED: mx.gone.example answered: 550");
                assertThat(internet.mails())
                        .extracting(mail -> mail.header("Subject").orElseThrow())
                        .containsExactlyInAnyOrder("one", "two", "three");
            }
        }
    }

    /** Until the host waits for the text of a mail: the child is in the middle of a delivery. */
    private static void awaitData(MxServer host) {
        while (host.sessions().stream().noneMatch(session -> session.commands().contains("DATA"))) {
            Thread.onSpinWait();
        }
    }

    private static void awaitQueues(Child child, String... lines) throws Exception {
        while (!List.of(lines).stream().allMatch(child.client().queues()::contains)) {
            Thread.onSpinWait();
        }
    }
}
