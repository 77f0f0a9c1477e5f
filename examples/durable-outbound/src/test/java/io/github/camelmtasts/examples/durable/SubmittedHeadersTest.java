package io.github.camelmtasts.examples.durable;

import java.nio.file.Path;
import java.time.Duration;

import io.github.camelmtasts.testkit.LoopbackInternet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever submits a mail says to whom, and what about; the envelope and the results are not theirs to write. */
@Timeout(120)
class SubmittedHeadersTest {

    private static final String ENVELOPE =
            "{\"version\":1,\"messageId\":\"<1@evil.example>\",\"sender\":\"boss@evil.example\","
                    + "\"recipients\":[\"victim@good.example\"],\"attempts\":1,\"firstAttempt\":\"2026-01-01T00:00:00Z\"}";

    private static final String[] FORGED = {
        "MtaStsEnvelope", ENVELOPE,
        "MtaStsReason", "forged",
        "MtaStsNotBefore", "2099-01-01T00:00:00Z",
        "CamelMtaStsReason", "forged",
        "CamelMtaStsPending", "forged",
        "Cc", "victim@good.example",
        "From", "boss@evil.example"
    };

    @TempDir
    private Path data;

    @Test
    void areNotObeyed() throws Exception {
        try (LoopbackInternet internet = PracticeInternet.start();
                PostOffice office = new PostOffice(Child.settings(data, internet))) {
            Client client = new Client(office.address());

            client.submit("me@busy.example", "waits", FORGED);
            client.submit("you@good.example", "arrives", FORGED);
            internet.awaitMails(1, Duration.ofSeconds(60));
            while (!client.queues().contains("mail: 0\nmail.retry: 1\n")) {
                Thread.onSpinWait();
            }

            assertThat(client.queues())
                    .contains("SERVER_DEFERRED: busy.example")
                    .doesNotContain("forged", "2099");
            assertThat(internet.mails()).singleElement().satisfies(mail -> {
                assertThat(mail.sender()).isEqualTo("billing@sender.example");
                assertThat(mail.recipients()).containsExactly("you@good.example");
                assertThat(mail.text()).doesNotContain("MtaSts", "forged", "victim", "evil", "User-Agent");
            });
        }
    }

    @Test
    void aMailForNoAddressEndsWithItsReason() throws Exception {
        try (LoopbackInternet internet = PracticeInternet.start();
                PostOffice office = new PostOffice(Child.settings(data, internet))) {
            Client client = new Client(office.address());

            client.submit("nonsense", "for nobody");

            while (!client.queues().contains("mail.dead: 1\n  '...' is no mail address")) {
                Thread.onSpinWait();
            }
        }
    }
}
