package io.github.camelmtasts.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.HostVisit;
import io.github.camelmtasts.delivery.MxDoor;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.discovery.Discovered;
import io.github.camelmtasts.discovery.LookupListener;
import io.github.camelmtasts.dns.ResolverListener;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.smtp.ConnectionListener;
import io.github.camelmtasts.store.PolicyStore;

/**
 * From where the watch sees: put over the doors and to the listeners' places of an engine. What it sees goes on unchanged.
 * Seeing takes no lock for which deliveries to other domains would wait.
 */
public final class Lookout {

    private final Tally tally;
    private volatile StepObserver steps = StepObserver.NOBODY;

    Lookout(Tally tally) {
        this.tally = tally;
    }

    void observe(StepObserver observer) {
        steps = observer;
    }

    /** An attempt for these recipients is over. */
    public void attempted(DeliveryReport report) {
        Quietly.run(() -> tally.attempted(report));
    }

    /** A channel has taken a message. */
    public void handedOver(HandedTo channel) {
        Quietly.run(() -> tally.handedOver(channel));
    }

    /** A policy that we publish has made a step of its roll-over. */
    public void stepped(RollOverReport report) {
        tally.rollOvers().stepped(report);
    }

    /** Each policy that we publish has made a step; these came of it. */
    public void allStepped(List<RollOverReport> reports) {
        tally.rollOvers().areAll(reports);
    }

    /** The same store, in sight. */
    public PolicyStore overStore(PolicyStore store) {
        return new WatchedStore(store, tally);
    }

    /** The same door to policy hosts, in sight. */
    public PolicyFetcher overPolicyHosts(PolicyFetcher fetcher) {
        return request -> {
            long begun = System.nanoTime();
            FetchResult result = fetcher.fetch(request);
            Duration took = since(begun);
            Optional<FetchFailure> failure =
                    result.fold(text -> Optional.empty(), failed -> Optional.of(failed.failure()));
            tally.tellAll(listener -> listener.fetched(failure, took));
            return result;
        };
    }

    /** The same door to MX hosts, in sight. */
    public MxDoor overMxHosts(MxDoor door) {
        return (target, demand, settings, envelope, content) -> {
            StepObserver.Sending step = Quietly.get(() -> steps.sends(target, envelope), visit -> {});
            try {
                HostVisit visit = door.visit(target, demand, settings, envelope, content);
                Quietly.run(() -> step.came(visit));
                return visit;
            } finally {
                Quietly.run(step::close);
            }
        };
    }

    /** The same threads; what they do belongs to the mail for which they do it. */
    public Executor overHelpers(Executor helpers) {
        return work -> helpers.execute(Quietly.get(() -> steps.carried(work), work));
    }

    /** Sees whether the resolver answers. */
    public ResolverListener resolver() {
        return new ResolverListener() {
            @Override
            public void answered() {
                tally.resolver().answered();
            }

            @Override
            public void failed(String detail) {
                tally.resolver().failed(detail);
            }
        };
    }

    /** Sees policies being looked up. */
    public LookupListener lookups() {
        return domain -> new SeenLookup(
                domain,
                Quietly.get(() -> steps.discovers(domain), LookupListener.NOBODY.begins(domain)),
                System.nanoTime());
    }

    private final class SeenLookup implements LookupListener.Lookup {

        private final DomainName domain;
        private final LookupListener.Lookup step;
        private final long begun;

        SeenLookup(DomainName domain, LookupListener.Lookup step, long begun) {
            this.domain = domain;
            this.step = step;
            this.begun = begun;
        }

        @Override
        public void found(Discovered found) {
            Quietly.run(() -> step.found(found));
            tally.lookedUp(domain, found, since(begun));
        }

        @Override
        public void close() {
            Quietly.run(step::close);
        }
    }

    /** Sees connections come and go. */
    public ConnectionListener connections() {
        return new ConnectionListener() {
            @Override
            public void waits() {
                tally.connected(ConnectionUse.WAITED);
            }

            @Override
            public void waitedInVain() {
                tally.connected(ConnectionUse.EXHAUSTED);
            }

            @Override
            public void reused() {
                tally.connected(ConnectionUse.REUSED);
            }

            @Override
            public Opening opening(MxTarget target) {
                return new SeenOpening(Quietly.get(() -> steps.connects(target), tlsResumed -> {}));
            }
        };
    }

    private final class SeenOpening implements ConnectionListener.Opening {

        private final ConnectionListener.Opening step;
        private ConnectionUse use = ConnectionUse.FAILED;

        SeenOpening(ConnectionListener.Opening step) {
            this.step = step;
        }

        @Override
        public void opened(boolean tlsResumed) {
            Quietly.run(() -> step.opened(tlsResumed));
            use = tlsResumed ? ConnectionUse.RESUMED : ConnectionUse.OPENED;
        }

        @Override
        public void close() {
            Quietly.run(step::close);
            tally.connected(use);
        }
    }

    private static Duration since(long begunNanos) {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }
}
