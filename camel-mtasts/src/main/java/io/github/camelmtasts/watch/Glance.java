package io.github.camelmtasts.watch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.discovery.PolicyOverride;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.smtp.ConnectionCounts;

/** How things stand at one moment, for whoever needs only a part of the {@link Facts}: a part is put together when asked for. */
public final class Glance {

    private final Watched running;
    private final Tally tally;
    private final Instant at;

    Glance(Watched running, Tally tally, InstantSource clock) {
        this.running = running;
        this.tally = tally;
        this.at = clock.instant();
    }

    /** See {@link Facts#at}. */
    public Instant at() {
        return at;
    }

    /** See {@link Facts#observing}. */
    public boolean isObserving() {
        return running.discovery().overrides().isObserving();
    }

    /** See {@link Facts#overrides}. */
    public Map<DomainName, PolicyOverride> overrides() {
        Instant now = running.ages().instant();
        Map<DomainName, PolicyOverride> inForce =
                new TreeMap<>(running.discovery().overrides().all());
        inForce.values().removeIf(override -> !override.countsAt(now));
        return inForce;
    }

    /** See {@link Facts#waiting}. */
    public List<WaitingDomain> waiting() {
        return tally.waiting().all(at);
    }

    /** See {@link Facts#failed}. */
    public List<WaitingDomain> failed() {
        return tally.failed().all(at);
    }

    /** See {@link Facts#missing}. */
    public List<MissingPolicy> missing() {
        return tally.missing().all();
    }

    /** See {@link Facts#overdue}. */
    public List<OverdueRefresh> overdue() {
        return running.discovery().refresher().failed();
    }

    /** How many of the {@link Facts#rollOvers} need something done. */
    public long rollOversToDo() {
        return tally.rollOvers().all().stream()
                .filter(report -> !report.toDo().isEmpty())
                .count();
    }

    /** See {@link Facts#connections}. */
    public ConnectionCounts connections() {
        return running.sender().connections();
    }

    /** All of it. */
    Facts facts() {
        return new Facts(
                at,
                isObserving(),
                overrides(),
                tally.lastHour(),
                waiting(),
                failed(),
                missing(),
                overdue(),
                running.discovery().refresher().expired(),
                tally.resolver().contact(),
                tally.storeReads().contact(),
                tally.storeWrites().contact(),
                running.discovery().unsavedPolicies(),
                connections(),
                tally.rollOvers().all());
    }
}
