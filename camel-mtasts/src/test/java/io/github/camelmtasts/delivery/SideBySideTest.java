package io.github.camelmtasts.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/** Who was not seen is not spoken for. */
class SideBySideTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final ExecutorService threads = Executors.newFixedThreadPool(1);
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void end() {
        over.countDown();
        threads.shutdownNow();
    }

    @Test
    void whatWasSeenIsAnsweredInOrder() {
        assertThat(new SideBySide(threads).each(List.of("b", "a"), String::length))
                .containsExactly(entry("b", 1), entry("a", 1));
    }

    @Test
    void whatIsStillLookedAtWhenTheTimeIsOverWasNotSeen() {
        assertThat(new SideBySide(threads, SHORT).each(List.of("slow"), this::whenOver))
                .isEmpty();
    }

    @Test
    void whatNobodyGotToWasNotSeen() {
        threads.execute(() -> whenOver("another's"));

        assertThat(new SideBySide(threads, SHORT).each(List.of("a", "b"), String::length))
                .isEmpty();
    }

    @Test
    void whatFindsNoPlaceWasNotSeen() {
        threads.shutdown();

        assertThat(new SideBySide(threads).each(List.of("a"), String::length)).isEmpty();
    }

    @Test
    void aLookThatBreaksByAnErrorSaysNothingAboutTheOthers() {
        Map<String, Integer> seen = new SideBySide(threads).each(List.of("a", "broken", "b"), name -> {
            if (name.equals("broken")) {
                throw new StackOverflowError();
            }
            return name.length();
        });

        assertThat(seen).containsExactly(entry("a", 1), entry("b", 1));
    }

    private int whenOver(String name) {
        try {
            over.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return name.length();
    }
}
