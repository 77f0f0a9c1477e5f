package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.github.camelmtasts.policy.CachedPolicy;

/** The policies that records announce, each fetched once for all mails that wait for it. Safe for use by many threads. */
final class AnnouncedPolicies {

    /** Longer than two fetches may take, one for each dialect, behind another node's. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final PolicyCache policies;
    private final PolicyUpdater updater;
    private final Clock clock;

    private final NewIdTurns newIds = new NewIdTurns();
    private final SingleFlight<Inquiry, Discovered> fetches;

    AnnouncedPolicies(PolicyCache policies, PolicyUpdater updater, Executor threads, Clock clock) {
        this.policies = policies;
        this.updater = updater;
        this.clock = clock;
        this.fetches = new SingleFlight<>(threads);
    }

    /** What a record with this id comes to where no policy is known to be in force; "cannot tell" if the fetch has no end here. */
    Discovered first(Inquiry inquiry, String recordId) {
        return withoutFetch(inquiry, recordId)
                .or(() -> fetches.run(inquiry, () -> fetchIfDue(inquiry, recordId), PATIENCE))
                .orElseGet(() -> Answers.notWaitedFor(inquiry.domain()));
    }

    /**
     * The policy that a record with another id announces, if it comes within this time, else the one in force; the fetch goes on.
     * It may have begun for a mail that knew of no policy, as the store was down: its failure counts for nothing here.
     */
    Discovered news(CachedPolicy inForce, Inquiry inquiry, String recordId, Duration patience) {
        return withoutFetch(inquiry, recordId)
                .or(() -> fetches.run(inquiry, () -> fetchIfDue(inquiry, recordId), patience))
                .filter(Discovered::isPolicy)
                .orElseGet(() -> Answers.kept(inForce));
    }

    /** The answer where no fetch is due, without a thread for it: a domain that fails costs its mails next to nothing. */
    private Optional<Discovered> withoutFetch(Inquiry inquiry, String recordId) {
        Instant now = clock.instant();
        Optional<CachedPolicy> inForce = policies.inForce(inquiry, now);
        if (inForce.isPresent()
                && (updater.isAnswer(inForce.get(), inquiry, recordId) || !newIds.isLeft(inquiry, now))) {
            return inForce.map(Answers::kept);
        }
        return updater.backoff()
                .inForce(inquiry.beside(inForce), recordId, now)
                .map(pause -> inForce.map(Answers::kept).orElseGet(() -> Answers.unavailable(pause)));
    }

    /** Runs once at a time for an inquiry, and so sees what the one before fetched or failed to fetch meanwhile. */
    private Discovered fetchIfDue(Inquiry inquiry, String recordId) {
        return withoutFetch(inquiry, recordId).orElseGet(() -> fetch(inquiry, recordId));
    }

    private Discovered fetch(Inquiry inquiry, String recordId) {
        Instant now = clock.instant();
        Optional<CachedPolicy> inForce = policies.inForce(inquiry, now);
        if (inForce.isPresent() && !newIds.take(inquiry, now)) {
            return Answers.kept(inForce.get());
        }
        return updater.announced(inquiry.beside(inForce), recordId)
                .fold(Answers::by, failure -> inForce.map(Answers::kept).orElseGet(() -> Answers.unavailable(failure)));
    }
}
