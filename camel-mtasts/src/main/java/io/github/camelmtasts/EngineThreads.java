package io.github.camelmtasts;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelmtasts.smtp.Round;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/** The threads of one engine, by purpose, so that what waits for one thing holds up no other. */
final class EngineThreads implements AutoCloseable {

    /**
     * Domains that are delivered to side by side, beyond one for each caller. A silent host or policy host keeps a thread for
     * a minute and more, so a few dozen bad domains must leave some; each is a socket and about 100 KB of stack, which comes
     * to 20 MB and a fifth of the 1024 open files that a process often may have.
     */
    private static final int MAX_HELPERS = 200;

    /** Wishes for help while all are busy; who may not even wait delivers alone. */
    private static final int MAX_WAITING_FOR_HELP = 10_000;

    /**
     * Policy hosts that are asked side by side while mails wait. A silent one keeps a thread for a minute, and each mail that waits
     * keeps one of its own already; where all are busy, a mail fetches itself.
     */
    private static final int MAX_FETCHES = 200;

    /** Policy hosts that are asked side by side in the background; one that drips keeps a thread for a minute. */
    private static final int MAX_REFRESHES = 8;

    private static final int MAX_QUEUED_REFRESHES = 10_000;

    /** Questions to authorities at a time. One that does not answer keeps a few threads for half a minute. */
    private static final int MAX_REVOCATION_INQUIRIES = 40;

    /** Questions that wait for a thread, within the time limit that each has. */
    private static final int MAX_QUEUED_INQUIRIES = 1_000;

    /** Looks beside mails at a time. A silent host keeps a thread for half a minute; what finds no place is not looked at. */
    private static final int MAX_REHEARSALS = 4;

    private static final int MAX_QUEUED_REHEARSALS = 1_000;

    /**
     * Hosts that checks look at side by side: as many as one domain may have. A silent one keeps a thread for a minute and
     * more; what finds none in time was not seen, and nobody's fault.
     */
    private static final int MAX_CHECKED_HOSTS = 20;

    private static final int MAX_QUEUED_CHECKS = 1_000;

    /** Domains whose roll-over makes a step beside that of the caller. */
    private static final int MAX_ROLL_OVERS = 3;

    /** Hosts that roll-overs look at side by side: all of one domain, four times. */
    private static final int MAX_LOOKS = 128;

    private static final int MAX_QUEUED_LOOKS = 1_000;

    private final ExecutorServiceManager manager;
    private final ScheduledExecutorService timer;
    private final ScheduledExecutorService housekeeper;
    private final ExecutorService fetches;
    private final ExecutorService background;
    private final ExecutorService helpers;
    private final ExecutorService revocation;
    private final ExecutorService rehearsals;
    private final ExecutorService checks;
    private final ExecutorService rollOvers;
    private final ExecutorService looks;
    private @Nullable Future<?> housekeeping;

    EngineThreads(MtaStsComponent component) {
        this.manager = component.getCamelContext().getExecutorServiceManager();
        this.timer = manager.newSingleThreadScheduledExecutor(component, "MtaStsTimer");
        this.housekeeper = manager.newSingleThreadScheduledExecutor(component, "MtaStsHousekeeper");
        this.fetches = manager.newThreadPool(component, "MtaStsFetch", onDemand("MtaStsFetch", MAX_FETCHES));
        this.background = manager.newThreadPool(
                component, "MtaStsBackground", profile("MtaStsBackground", MAX_REFRESHES, MAX_QUEUED_REFRESHES));
        this.helpers = manager.newThreadPool(
                component, "MtaStsDelivery", profile("MtaStsDelivery", MAX_HELPERS, MAX_WAITING_FOR_HELP));
        this.revocation = manager.newThreadPool(
                component,
                "MtaStsRevocation",
                profile("MtaStsRevocation", MAX_REVOCATION_INQUIRIES, MAX_QUEUED_INQUIRIES));
        this.rehearsals = manager.newThreadPool(
                component, "MtaStsRehearsal", profile("MtaStsRehearsal", MAX_REHEARSALS, MAX_QUEUED_REHEARSALS));
        this.checks = manager.newThreadPool(
                component, "MtaStsCheck", profile("MtaStsCheck", MAX_CHECKED_HOSTS, MAX_QUEUED_CHECKS));
        this.rollOvers =
                manager.newThreadPool(component, "MtaStsRollOver", profile("MtaStsRollOver", MAX_ROLL_OVERS, 0));
        this.looks = manager.newThreadPool(component, "MtaStsLook", profile("MtaStsLook", MAX_LOOKS, MAX_QUEUED_LOOKS));
    }

    /** What has no thread is rejected: the caller does the work then, or asks again later. */
    private static ThreadPoolProfile profile(String name, int threads, int queue) {
        return new ThreadPoolProfileBuilder(name)
                .poolSize(threads)
                .maxPoolSize(threads)
                .allowCoreThreadTimeOut(true)
                .maxQueueSize(queue)
                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                .build();
    }

    /** A thread that is idle is used again before another is made; without a queue. */
    private static ThreadPoolProfile onDemand(String name, int threads) {
        ThreadPoolProfile profile = profile(name, threads, 0);
        profile.setPoolSize(1);
        return profile;
    }

    /** Cuts off what takes too long; nothing that waits may run on it. */
    ScheduledExecutorService timer() {
        return timer;
    }

    /**
     * Fetches policies for which mails wait, on threads that belong to no mail, so that the end of one is not the end of a fetch. If
     * all are busy, the mail that asks first fetches itself.
     */
    Executor fetches() {
        return fetch -> {
            try {
                fetches.execute(fetch);
            } catch (RejectedExecutionException full) {
                if (fetches.isShutdown()) {
                    throw full;
                }
                fetch.run();
            }
        };
    }

    /** Fetches policies for which no mail waits. */
    ExecutorService background() {
        return background;
    }

    /** Deliver to further domains of a mail. */
    ExecutorService helpers() {
        return helpers;
    }

    /** Ask authorities whether a certificate is revoked. */
    ExecutorService revocation() {
        return revocation;
    }

    /** Find out what mails would meet that go out by another way. */
    ExecutorService rehearsals() {
        return rehearsals;
    }

    /** Look at hosts for who wants a domain explained. */
    ExecutorService checks() {
        return checks;
    }

    /** Lead policies of our own through their roll-overs. */
    ExecutorService rollOvers() {
        return rollOvers;
    }

    /** Look at hosts of domains whose policies are ours. */
    ExecutorService looks() {
        return looks;
    }

    /** Runs this again and again, with this pause, until the threads are ended; no failure of one round ends the rounds. */
    void keepHouse(Runnable work, Duration pause) {
        housekeeping = housekeeper.scheduleWithFixedDelay(
                Round.of("Housekeeping", work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        if (housekeeping != null) {
            housekeeping.cancel(false);
        }
        manager.shutdownNow(housekeeper);
        manager.shutdownNow(fetches);
        manager.shutdownNow(background);
        manager.shutdownNow(helpers);
        manager.shutdownNow(revocation);
        manager.shutdownNow(rehearsals);
        manager.shutdownNow(checks);
        manager.shutdownNow(rollOvers);
        manager.shutdownNow(looks);
        manager.shutdownNow(timer);
    }
}
