package io.github.camelmtasts.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries of one mail, one for each domain, which the caller's thread and helpers take one after the other until none is left. So no domain
 * waits behind a slow one as long as a thread is free, whenever that is; who comes too late finds nothing to do.
 */
final class SharedDeliveries {

    /** One mail to a list of slow domains leaves helpers to the other mails. */
    static final int MAX_HELPERS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(SharedDeliveries.class);

    /**
     * The delivery to one domain.
     *
     * @param work    delivers, and reports every recipient
     * @param instead reports them if the work breaks, by an Error too: the other domains have nothing to do with it
     */
    record Delivery(Supplier<List<RecipientReport>> work, Function<Throwable, List<RecipientReport>> instead) {

        List<RecipientReport> outcome() {
            try {
                return work.get();
            } catch (RuntimeException | Error broken) {
                return instead.apply(broken);
            }
        }
    }

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<List<RecipientReport>>> reports = new ArrayList<>();

    SharedDeliveries(List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            CompletableFuture<List<RecipientReport>> report = new CompletableFuture<>();
            reports.add(report);
            waiting.add(() -> report.completeAsync(delivery::outcome, Runnable::run));
        }
    }

    /** Does all of them and waits until those are done which helpers began. */
    List<RecipientReport> sideBySide(Executor helpers) {
        if (reports.size() > 1) {
            hire(helpers);
        }
        workOn(waiting);
        return reports.stream().flatMap(report -> report.join().stream()).toList();
    }

    /** Nobody waits for a helper that has not begun: so it does not matter if it never does. */
    private void hire(Executor helpers) {
        Queue<Runnable> shared = waiting; // with the keys of the log, all that a helper without work keeps in memory
        try {
            Runnable help = LogKey.carried(() -> workOn(shared));
            for (int helper = Math.min(reports.size() - 1, MAX_HELPERS); helper > 0; helper--) {
                helpers.execute(help);
            }
        } catch (RejectedExecutionException allAreBusy) {
            // those who are there will do it
        } catch (RuntimeException | Error noThread) { // "unable to create native thread", for one
            LOG.warn("The deliveries of a mail have fewer threads than they could use", noThread);
        }
    }

    private static void workOn(Queue<Runnable> shared) {
        for (Runnable next = shared.poll(); next != null; next = shared.poll()) {
            next.run();
        }
    }
}
