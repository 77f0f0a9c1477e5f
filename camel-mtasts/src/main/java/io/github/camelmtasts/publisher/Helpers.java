package io.github.camelmtasts.publisher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Share a long list of work with the caller, who does all of it if they have no time. */
record Helpers(Executor threads) {

    /** A few, beside the caller: each step looks at many hosts. */
    static final int MOST = 3;

    /** Does this with each thing, and is back when all is done, or somebody ends the caller. The work must not throw. */
    <T> void each(Collection<T> things, Consumer<T> work) {
        Queue<T> left = new ConcurrentLinkedQueue<>(things);
        Runnable share = () -> {
            for (T next = left.poll(); next != null && !Thread.currentThread().isInterrupted(); next = left.poll()) {
                work.accept(next);
            }
        };
        List<CompletableFuture<Void>> shares = new ArrayList<>();
        try {
            for (int helper = 0; helper < MOST && helper < things.size() - 1; helper++) {
                shares.add(CompletableFuture.runAsync(share, threads));
            }
        } catch (RejectedExecutionException busy) {
            // those that have time, then, and the caller
        }
        share.run();
        shares.forEach(CompletableFuture::join);
    }
}
