package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class SingleFlightTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SingleFlight<String, String> flight = new SingleFlight<>(threads);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /** Lets as many callers as told wait inside {@code run} before the work may end. */
    private List<CompletableFuture<Optional<String>>> together(int callers, Supplier<String> work) {
        CountDownLatch allAreWaiting = new CountDownLatch(1);
        List<CompletableFuture<Optional<String>>> results = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, callers)
                .mapToObj(caller -> {
                    CompletableFuture<Optional<String>> result = new CompletableFuture<>();
                    results.add(result);
                    return new Thread(() -> call(result, () -> {
                        awaitQuietly(allAreWaiting);
                        return work.get();
                    }));
                })
                .toList();
        threads.forEach(Thread::start);
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        allAreWaiting.countDown();
        return results;
    }

    private void call(CompletableFuture<Optional<String>> result, Supplier<String> work) {
        result.complete(flight.run("key", work, PATIENCE));
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

        List<CompletableFuture<Optional<String>>> results = together(50, () -> "result " + times.incrementAndGet());

        assertThat(results)
                .hasSize(50)
                .allSatisfy(result -> assertThat(result.join()).contains("result 1"));
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
    void givesNoResultToAllWhoWaitForWorkThatBreaks(Class<? extends Throwable> broken) {
        List<CompletableFuture<Optional<String>>> results = together(5, () -> {
            if (broken == NoClassDefFoundError.class) {
                throw new NoClassDefFoundError("of this test");
            }
            throw new IllegalStateException("no work today");
        });

        assertThat(results)
                .hasSize(5)
                .allSatisfy(result -> assertThat(result.join()).isEmpty());
    }

    @Test
    void doesTheWorkAgainForACallerThatComesLater() {
        assertThat(flight.run("key", () -> "first", PATIENCE)).contains("first");
        assertThat(flight.run("key", () -> "second", PATIENCE)).contains("second");
    }

    @Test
    void doesTheWorkAgainAfterItBroke() {
        assertThat(flight.run(
                        "key",
                        () -> {
                            throw new IllegalStateException("no work today");
                        },
                        PATIENCE))
                .isEmpty();
        assertThat(flight.run("key", () -> "done", PATIENCE)).contains("done");
    }

    @Test
    void letsNoKeyWaitForAnother() {
        assertThat(flight.run(
                        "key", () -> flight.run("other", () -> "done", PATIENCE).orElse("nothing"), PATIENCE))
                .contains("done");
    }

    @Test
    void endsTheWaitingOfAnImpatientCallerAlone() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Supplier<String> work = () -> {
            awaitQuietly(end);
            return "done";
        };

        assertThat(flight.run("key", work, Duration.ofMillis(1))).isEmpty();
        Future<Optional<String>> patient = threads.submit(() -> flight.run("key", () -> "other work", PATIENCE));
        assertThat(flight.run("key", work, Duration.ofMillis(1))).isEmpty();
        end.countDown();
        assertThat(patient.get()).isPresent();
    }

    @Test
    void givesNoResultIfThereIsNoThread() {
        threads.shutdown();

        assertThat(flight.run("key", () -> "done", PATIENCE)).isEmpty();
        assertThat(flight.alone(() -> "done", PATIENCE)).isEmpty();
    }

    @Test
    void sharesNothingOfWorkThatIsAlone() {
        assertThat(flight.run(
                        "key", () -> flight.alone(() -> "of its own", PATIENCE).orElse("nothing"), PATIENCE))
                .contains("of its own");
    }
}
