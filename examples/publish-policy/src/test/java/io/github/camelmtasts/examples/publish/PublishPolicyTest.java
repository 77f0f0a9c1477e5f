package io.github.camelmtasts.examples.publish;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelmtasts.delivery.Resolution;
import io.github.camelmtasts.testkit.LoopbackInternet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class PublishPolicyTest {

    @TempDir
    private Path data;

    private final BlockingQueue<String> announced = new LinkedBlockingQueue<>();

    @Test
    void aPolicyGoesFromItsFileToItsRecordAndAFaultyHostStopsItsOwn() throws Exception {
        try (LoopbackInternet internet = PracticeInternet.start()) {
            PracticeInternet.furnish(internet, data);
            Map<String, String> settings = new HashMap<>(PracticeInternet.settings(internet, freePort()));
            settings.put("data", data.toString());
            settings.put("rollover.period", "200");
            Zone zone = PracticeInternet.zone(internet);
            AtomicBoolean isDown = new AtomicBoolean(true);
            Zone watched = report -> {
                if (isDown.getAndSet(false)) {
                    throw new IllegalStateException("the provider answers 500"); // the next step tries again
                }
                zone.announce(report);
                announced.add(report.domain().toString());
            };
            try (PolicyOffice office = new PolicyOffice(settings, watched)) {
                assertThat(announced.take()).isEqualTo("mine.example");
                assertThat(mode(office, "mine.example")).isEqualTo("testing");

                Path policy = data.resolve("policies/mine.example.txt");
                Files.writeString(policy, Files.readString(policy).replace("testing", "enforce"));
                assertThat(announced.take()).isEqualTo("mine.example");
                assertThat(mode(office, "mine.example")).isEqualTo("enforce");
                assertThat(mode(office, "shop.example")).isEqualTo("none");
            }
        }
    }

    private static String mode(PolicyOffice office, String domain) {
        Resolution resolution = Objects.requireNonNull(
                office.context().createProducerTemplate().requestBody("mtasts:resolve", domain, Resolution.class));
        return resolution.toJson().replaceAll("(?s).*\"mode\":\"([a-z]+)\".*", "$1");
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
