package io.github.camelmtasts.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(30)
class SingleFlightTest {

    private final SingleFlight<String, String> flight = new SingleFlight<>();

    /** Lets as many callers as told wait inside {@code run} before the work may end. */
    private List<CompletableFuture<String>> together(int callers, Supplier<String> work) {
        CountDownLatch allAreWaiting = new CountDownLatch(1);
        List<CompletableFuture<String>> results = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, callers)
                .mapToObj(caller -> {
                    CompletableFuture<String> result = new CompletableFuture<>();
                    results.add(result);
                    return new Thread(() -> call(result, () -> {
                        awaitQuietly(allAreWaiting);
                        return work.get();
                    }));
                })
                .toList();
        threads.forEach(Thread::start);
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        allAreWaiting.countDown();
        return results;
    }

    private void call(CompletableFuture<String> result, Supplier<String> work) {
        try {
            result.complete(flight.run("key", work));
        } catch (RuntimeException failure) {
            result.completeExceptionally(failure);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    @Test
    @Requirement("R8461-3.3-9")
    void doesTheWorkOnceForAllWhoWait() {
        AtomicInteger times = new AtomicInteger();

        List<CompletableFuture<String>> results = together(50, () -> "result " + times.incrementAndGet());

        assertThat(results)
                .hasSize(50)
                .allSatisfy(result -> assertThat(result.join()).isEqualTo("result 1"));
    }

    @Test
    void tellsAllWhoWaitThatTheWorkFailed() {
        List<CompletableFuture<String>> results = together(5, () -> {
            throw new IllegalStateException("no work today");
        });

        assertThat(results)
                .hasSize(5)
                .allSatisfy(result -> assertThatExceptionOfType(CompletionException.class)
                        .isThrownBy(result::join)
                        .withStackTraceContaining("no work today"));
    }

    @Test
    void doesTheWorkAgainForWhoeverComesLater() {
        assertThat(flight.run("key", () -> "first")).isEqualTo("first");
        assertThat(flight.run("key", () -> "second")).isEqualTo("second");
    }

    @Test
    void doesTheWorkAgainAfterItFailed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> flight.run("key", () -> {
                    throw new IllegalStateException("no work today");
                }));
        assertThat(flight.run("key", () -> "done")).isEqualTo("done");
    }

    @Test
    void letsNoKeyWaitForAnother() {
        assertThat(flight.run("key", () -> flight.run("other", () -> "done"))).isEqualTo("done");
    }
}
