package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one piece of work for all callers with the same key, on a thread that belongs to none of them: what ends the waiting of
 * one caller neither ends the work nor says anything to the others.
 */
final class SingleFlight<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(SingleFlight.class);

    private final ConcurrentMap<K, CompletableFuture<V>> underway = new ConcurrentHashMap<>();
    private final Executor threads;

    /** Work on these threads; what they reject is not done. */
    SingleFlight(Executor threads) {
        this.threads = threads;
    }

    /**
     * The result of the work that is under way for this key, else of this one.
     *
     * @return empty if there is none for this caller: it was interrupted or waited long enough, or the work was rejected or broke
     */
    Optional<V> run(K key, Supplier<V> work, Duration patience) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> theirs = underway.putIfAbsent(key, mine);
        if (theirs == null) {
            begin(mine, work, () -> underway.remove(key, mine));
        }
        return await(theirs == null ? mine : theirs, patience);
    }

    /** As {@link #run}, but shared with no other caller. */
    Optional<V> alone(Supplier<V> work, Duration patience) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        begin(mine, work, () -> {});
        return await(mine, patience);
    }

    private void begin(CompletableFuture<V> result, Supplier<V> work, Runnable atTheEnd) {
        try {
            threads.execute(() -> complete(result, work, atTheEnd));
        } catch (RuntimeException | Error noThread) { // all are busy or stopping, or the machine gives no more
            atTheEnd.run();
            result.completeExceptionally(noThread);
        }
    }

    /** An interrupt here means that the threads are being stopped: whatever came of the work then is no finding. */
    private static <V> void complete(CompletableFuture<V> result, Supplier<V> work, Runnable atTheEnd) {
        try {
            V value = work.get();
            atTheEnd.run();
            if (Thread.currentThread().isInterrupted()) {
                result.completeExceptionally(new CancellationException("stopped"));
            } else {
                result.complete(value);
            }
        } catch (Throwable broken) { // an Error too: all callers wait for an end
            atTheEnd.run();
            result.completeExceptionally(broken);
            LOG.error("The look for a policy broke on our side", broken);
        }
    }

    private static <V> Optional<V> await(CompletableFuture<V> result, Duration patience) {
        try {
            return Optional.of(result.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (TimeoutException | ExecutionException | CancellationException none) {
            return Optional.empty();
        }
    }
}
