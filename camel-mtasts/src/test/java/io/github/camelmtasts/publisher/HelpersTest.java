package io.github.camelmtasts.publisher;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class HelpersTest {

    private final Set<Integer> done = ConcurrentHashMap.newKeySet();

    @Test
    void oneThatTakesLongHoldsUpNoOther() {
        CountDownLatch others = new CountDownLatch(9);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            new Helpers(threads).each(IntStream.range(0, 10).boxed().toList(), each -> {
                if (each == 0) {
                    await(others); // they are done while this one waits
                } else {
                    others.countDown();
                }
                done.add(each);
            });
        } finally {
            threads.shutdownNow();
        }

        assertThat(done).hasSize(10);
    }

    @Test
    void whoGetsNoHelpDoesAllOfIt() {
        Executor busy = work -> {
            throw new RejectedExecutionException();
        };

        new Helpers(busy).each(IntStream.range(0, 10).boxed().toList(), done::add);

        assertThat(done).hasSize(10);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
