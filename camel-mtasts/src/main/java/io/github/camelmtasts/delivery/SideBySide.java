package io.github.camelmtasts.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at several hosts at once, so that a silent one holds up no other; and at none for ever. */
public final class SideBySide {

    /** For all of them; a policy host alone may take a minute (RFC 8461 section 3.3). */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);

    private final ExecutorService threads;
    private final Duration patience;

    /** On these threads. */
    public SideBySide(ExecutorService threads) {
        this(threads, PATIENCE);
    }

    SideBySide(ExecutorService threads, Duration patience) {
        this.threads = threads;
        this.patience = patience;
    }

    /**
     * Does this for each of them.
     *
     * @return what was seen, in their order; nothing of those that nobody saw to the end in time, which says nothing about them
     */
    public <T, R> Map<T, R> each(List<T> things, Function<T, R> look) {
        List<Callable<R>> looks = new ArrayList<>();
        things.forEach(thing -> looks.add(() -> look.apply(thing)));
        Map<T, R> seen = new LinkedHashMap<>();
        try {
            List<Future<R>> done = threads.invokeAll(looks, patience.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < done.size(); i++) {
                T thing = things.get(i);
                seen(thing, done.get(i)).ifPresent(found -> seen.put(thing, found));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException tooBusy) {
            // nobody has time for any of them
        }
        return seen;
    }

    /** A look that breaks on this machine, by an Error too, says nothing about the others. */
    private static <R> Optional<R> seen(Object thing, Future<R> look) throws InterruptedException {
        try {
            return look.isCancelled() ? Optional.empty() : Optional.of(look.get());
        } catch (ExecutionException broken) {
            LOG.error("The look at {} broke on this machine", thing, broken.getCause());
            return Optional.empty();
        }
    }
}
