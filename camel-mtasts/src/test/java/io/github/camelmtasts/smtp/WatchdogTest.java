package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WatchdogTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Watchdog watchdog = new Watchdog(timer);
    private ServerSocket server;
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        client = new Socket(server.getInetAddress(), server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        watchdog.close();
        timer.shutdownNow();
    }

    @Test
    void hangsUpOnAHostThatTakesTooLong() {
        Watchdog.Watch watch = watchdog.over(client);
        watch.begin(Duration.ofMillis(1));

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
        assertThat(watch.hasHungUp()).isTrue();
    }

    @Test
    void leavesAHostAloneWhoseStepIsOver() throws Exception {
        Watchdog.Watch over = watchdog.over(client);
        over.begin(Duration.ofMillis(1));
        over.end();
        try (Socket other = new Socket(server.getInetAddress(), server.getLocalPort())) {
            watchdog.over(other).begin(Duration.ofMillis(1));
            assertThatThrownBy(() -> other.getInputStream().read()).isInstanceOf(IOException.class);
        }

        assertThat(over.hasHungUp())
                .as("the round that ended the other passed this one by")
                .isFalse();
        assertThat(client.isClosed()).isFalse();
    }
}
