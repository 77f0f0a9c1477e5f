package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.policy.CachedPolicy;

/**
 * Asks again after a delivery failed under a policy, once in five minutes for each inquiry. Mails that fail together share the
 * answer, and none ends the look for the others.
 */
final class PolicyRecheck {

    private final DnsLookup dns;
    private final PolicyCache policies;
    private final PolicyUpdater updater;
    private final Clock clock;

    private final RecheckTurns turns = new RecheckTurns();
    private final SingleFlight<Inquiry, Optional<CachedPolicy>> flights;

    PolicyRecheck(DnsLookup dns, PolicyCache policies, PolicyUpdater updater, Executor threads, Clock clock) {
        this.dns = dns;
        this.policies = policies;
        this.updater = updater;
        this.clock = clock;
        this.flights = new SingleFlight<>(threads);
    }

    /**
     * The policy of the inquiry as it is now, if it is another one than that under which the delivery failed.
     *
     * @param last whether the mail is not tried again: then TXT is asked in any case, and a new id fetched
     */
    Optional<CachedPolicy> newer(CachedPolicy failed, Inquiry inquiry, boolean last) {
        Supplier<Optional<CachedPolicy>> look = () -> look(failed, inquiry, last);
        Optional<Optional<CachedPolicy>> seen = last
                ? flights.alone(look, AnnouncedPolicies.PATIENCE)
                : flights.run(inquiry, look, AnnouncedPolicies.PATIENCE);
        return seen.flatMap(policy -> policy)
                .filter(now -> !now.policy().sha256().equals(failed.policy().sha256()));
    }

    private Optional<CachedPolicy> look(CachedPolicy failed, Inquiry inquiry, boolean last) {
        boolean due = turns.take(inquiry, clock.instant());
        Optional<CachedPolicy> fetched = due || last ? fetchAgain(failed, inquiry, due) : Optional.empty();
        return fetched.or(() -> policies.inForce(inquiry, clock.instant()));
    }

    /** Shares no fetch that is under way: that one began before the delivery failed. */
    private Optional<CachedPolicy> fetchAgain(CachedPolicy failed, Inquiry inquiry, boolean evenTheSameId) {
        String recordId =
                inquiry.idIn(dns.freshTxt(inquiry.domain().recordName())).orElse(failed.recordId());
        if (recordId.equals(failed.recordId()) && !evenTheSameId) {
            return Optional.empty();
        }
        return updater.anew(inquiry, recordId)
                .fold((policy, source) -> Optional.of(policy), failure -> Optional.empty());
    }
}
