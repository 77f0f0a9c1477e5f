package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one of the nodes that share a store fetch a domain's policy, while the others wait for what it stores. Nobody waits
 * long: a node that has died, or cannot reach the policy host, keeps the others from nothing.
 */
final class FetchLease {

    private static final Logger LOG = LoggerFactory.getLogger(FetchLease.class);

    /** Longer than two fetches may take, one for each dialect; a node that dies with a lease holds it for no longer. */
    static final Duration LIFE = Duration.ofMinutes(3);

    /** A fetch is rarely slower; then both nodes ask the policy host. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final PolicyStore store;
    private final Clock clock;
    private final Duration patience;
    private final String holder = UUID.randomUUID().toString();

    FetchLease(PolicyStore store, Clock clock) {
        this(store, clock, PATIENCE);
    }

    FetchLease(PolicyStore store, Clock clock, Duration patience) {
        this.store = store;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Does the work, unless another node has done it.
     *
     * @param theirs what another node has stored that will do; empty if nothing
     */
    <T> T unless(Supplier<Optional<T>> theirs, DomainName domain, Supplier<T> work) {
        long start = System.nanoTime();
        boolean mine = take(domain);
        try {
            Optional<T> done = theirs.get();
            while (done.isEmpty() && !mine && System.nanoTime() - start < patience.toNanos() && pause()) {
                mine = take(domain);
                done = theirs.get();
            }
            return done.orElseGet(work);
        } finally {
            if (mine) {
                release(domain);
            }
        }
    }

    /** A store that does not answer grants it: nobody else can then store anything to wait for. */
    private boolean take(DomainName domain) {
        try {
            return store.lease(domain, holder, clock.instant(), clock.instant().plus(LIFE));
        } catch (StoreUnavailableException down) {
            LOG.debug("No lease for {}, the store is down", domain, down);
            return true;
        }
    }

    private void release(DomainName domain) {
        try {
            store.release(domain, holder);
        } catch (StoreUnavailableException down) {
            LOG.debug("The lease for {} ends by itself, the store is down", domain, down);
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
