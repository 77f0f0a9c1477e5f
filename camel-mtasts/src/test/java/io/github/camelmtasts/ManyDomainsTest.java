package io.github.camelmtasts;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.MailDomain;
import io.github.camelmtasts.testkit.Participant;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

class ManyDomainsTest {

    private static final int SILENT_DOMAINS = 8;

    private static MailDomain silent(int number) {
        String name = "silent" + number + ".example";
        return domain(name).mx(10, mxHost("mx." + name).hangingAt(SmtpStage.MAIL));
    }

    @Test
    void aMailToManyDomainsGoesOutSideBySide() {
        Participant[] domains = IntStream.range(0, SILENT_DOMAINS)
                .mapToObj(ManyDomainsTest::silent)
                .toArray(Participant[]::new);
        try (LoopbackInternet internet = LoopbackInternet.of(domains).start();
                Sender sender = new Sender(internet)) {
            String recipients = IntStream.range(0, SILENT_DOMAINS)
                    .mapToObj(number -> "you@silent" + number + ".example")
                    .collect(Collectors.joining(","));
            Instant begin = Instant.now();
            Exchange sent = sender.send(
                    Sender.ENDPOINT + "&responseTimeout=2000", "Hello", Map.of("To", recipients, "Subject", "x"));

            assertThat(Sender.report(sent).recipients()).hasSize(SILENT_DOMAINS);
            assertThat(Duration.between(begin, Instant.now()))
                    .as("one after the other would take 16 s")
                    .isLessThan(Duration.ofSeconds(10));
        }
    }
}
