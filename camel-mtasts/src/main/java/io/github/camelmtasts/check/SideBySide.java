package io.github.camelmtasts.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Looks at several hosts at once, so that a silent one holds up no other; and at none for ever. */
final class SideBySide {

    /** For all of them; a policy host alone may take a minute (RFC 8461 section 3.3). */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ExecutorService threads;

    SideBySide(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * Does this for each of them.
     *
     * @param tooLate what to say of one that was not done in time
     */
    <T, R> List<R> each(List<T> things, Function<T, R> look, Function<T, R> tooLate) {
        List<Callable<R>> looks = new ArrayList<>();
        things.forEach(thing -> looks.add(() -> look.apply(thing)));
        try {
            List<Future<R>> done = threads.invokeAll(looks, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            List<R> results = new ArrayList<>();
            for (int i = 0; i < done.size(); i++) {
                results.add(
                        done.get(i).isCancelled()
                                ? tooLate.apply(things.get(i))
                                : done.get(i).get());
            }
            return results;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException tooBusy) {
            // nobody has time for any of them
        } catch (ExecutionException broken) {
            throw new IllegalStateException("A look broke on this machine", broken.getCause());
        }
        return things.stream().map(tooLate).toList();
    }
}
