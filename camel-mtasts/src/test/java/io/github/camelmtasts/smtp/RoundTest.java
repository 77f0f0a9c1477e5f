package io.github.camelmtasts.smtp;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundTest {

    @Test
    void anErrorInOneRoundDoesNotEndTheRounds() throws Exception {
        CountDownLatch rounds = new CountDownLatch(3);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Runnable round = Round.of("The test", () -> {
            rounds.countDown();
            throw new OutOfMemoryError("made by the test");
        });
        try {
            var rest = timer.scheduleWithFixedDelay(round, 1, 1, TimeUnit.MILLISECONDS);
            assertThat(rounds.await(1, TimeUnit.MINUTES)).isTrue();
            rest.cancel(false);
        } finally {
            timer.shutdownNow();
        }
    }
}
