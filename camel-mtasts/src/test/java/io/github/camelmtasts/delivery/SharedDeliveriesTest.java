package io.github.camelmtasts.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class SharedDeliveriesTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Runnable> late = new ArrayList<>();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private static List<RecipientReport> report(int number) {
        return List.of(new RecipientReport(
                MailAddress.of("you@d" + number + ".example"),
                Outcome.DELIVERED,
                Optional.empty(),
                Optional.empty(),
                List.of()));
    }

    private static SharedDeliveries.Delivery delivery(Supplier<List<RecipientReport>> work) {
        return new SharedDeliveries.Delivery(work, broken -> List.of());
    }

    private static List<SharedDeliveries.Delivery> deliveries(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> delivery(() -> report(number)))
                .toList();
    }

    private static List<RecipientReport> reports(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> report(number).get(0))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reject(Runnable work) {
        throw new RejectedExecutionException();
    }

    @Test
    void whereNobodyHelpsTheCallerDoesAll() {
        assertThat(new SharedDeliveries(deliveries(5)).sideBySide(SharedDeliveriesTest::reject))
                .isEqualTo(reports(5));
        assertThat(new SharedDeliveries(deliveries(5)).sideBySide(late::add)).isEqualTo(reports(5));

        late.forEach(Runnable::run); // and find nothing to do
    }

    @Test
    void anErrorIsTheAffairOfItsDeliveryAlone() {
        List<SharedDeliveries.Delivery> deliveries = List.of(
                delivery(() -> report(0)),
                new SharedDeliveries.Delivery(
                        () -> {
                            throw new StackOverflowError();
                        },
                        broken -> report(1)),
                delivery(() -> report(2)));

        assertThat(new SharedDeliveries(deliveries).sideBySide(threads)).isEqualTo(reports(3));
    }

    @Test
    void whereNoThreadCanBeMadeTheCallerDoesAll() {
        Executor outOfThreads = work -> {
            throw new OutOfMemoryError("unable to create native thread");
        };

        assertThat(new SharedDeliveries(deliveries(3)).sideBySide(outOfThreads)).isEqualTo(reports(3));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "26, 25", "1000, 50"})
    void noMailTakesAllHelpers(int domains, int helpers) {
        new SharedDeliveries(deliveries(domains)).sideBySide(late::add);

        assertThat(late).hasSize(helpers);
    }

    /** All threads are stuck but one, and that is the caller's or the helper's. */
    @ParameterizedTest
    @CsvSource({"0", "1"})
    void oneStuckDeliveryHoldsUpNoOther(int stuck) {
        CountDownLatch others = new CountDownLatch(9);
        List<SharedDeliveries.Delivery> deliveries = IntStream.range(0, 10)
                .mapToObj(number -> delivery(() -> {
                    if (number == stuck) {
                        await(others);
                    } else {
                        others.countDown();
                    }
                    return report(number);
                }))
                .toList();
        Executor oneHelper = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });

        assertThat(new SharedDeliveries(deliveries).sideBySide(oneHelper)).isEqualTo(reports(10));
    }

    /** A helper that gets free while the caller is stuck. */
    @Test
    void whoComesLateHelpsWithWhatIsLeft() {
        CountDownLatch others = new CountDownLatch(2);
        CountDownLatch callerIsStuck = new CountDownLatch(1);
        Supplier<List<RecipientReport>> stuck = () -> {
            callerIsStuck.countDown();
            await(others);
            return report(0);
        };
        List<SharedDeliveries.Delivery> deliveries =
                List.of(delivery(stuck), delivery(() -> done(1, others)), delivery(() -> done(2, others)));
        Executor busyUntilThen = work -> threads.execute(() -> {
            await(callerIsStuck);
            work.run();
        });

        assertThat(new SharedDeliveries(deliveries).sideBySide(busyUntilThen)).isEqualTo(reports(3));
    }

    private static List<RecipientReport> done(int number, CountDownLatch others) {
        others.countDown();
        return report(number);
    }
}
