package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

import io.github.camelmtasts.discovery.FetchBackoff.FailedFetch;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Mode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a newer policy in, on this node alone among those that share the store, and keeps it. A fetch that fails changes
 * nothing: the entry keeps its policy, its id and its life (RFC 8461 section 3.3).
 */
final class PolicyUpdater {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyUpdater.class);

    private final PolicyDownload download;
    private final PolicyCache policies;
    private final FetchLease lease;
    private final PolicyTrouble.Listener troubles;
    private final Clock clock;

    private final FetchBackoff backoff = new FetchBackoff();
    private final SecondChoice secondChoice = new SecondChoice();
    private final SecondLooks secondLooks = new SecondLooks();

    PolicyUpdater(
            PolicyDownload download,
            PolicyCache policies,
            FetchLease lease,
            PolicyTrouble.Listener troubles,
            Clock clock) {
        this.download = download;
        this.policies = policies;
        this.lease = lease;
        this.troubles = troubles;
        this.clock = clock;
    }

    PolicyTrouble.Listener troubles() {
        return troubles;
    }

    FetchBackoff backoff() {
        return backoff;
    }

    SecondLooks secondLooks() {
        return secondLooks;
    }

    /** Whether this policy answers the inquiry without a fetch, as its record says so. */
    boolean isAnswer(CachedPolicy kept, Inquiry inquiry, String recordId) {
        return secondChoice.isAnswer(kept, inquiry, recordId);
    }

    /** The policy that a record with this id announces. */
    Update announced(Inquiry inquiry, String recordId) {
        return update(inquiry, recordId, stored -> isAnswer(stored, inquiry, recordId));
    }

    /** A policy fetched after this call, although the id may be the same; what is stored now is not, whatever it is dated. */
    Update anew(Inquiry inquiry, String recordId) {
        Instant now = clock.instant();
        Instant stored = policies.inForceInStore(inquiry, now)
                .map(CachedPolicy::fetchedAt)
                .orElse(now);
        return fetchedAfter(stored.isAfter(now) ? stored : now, inquiry, recordId);
    }

    /** A policy fetched later than this, although the id may be the same. */
    Update fetchedAfter(Instant since, Inquiry inquiry, String recordId) {
        return update(inquiry, recordId, stored -> stored.fetchedAt().isAfter(since));
    }

    private Update update(Inquiry inquiry, String recordId, Predicate<CachedPolicy> willDo) {
        return lease.unless(
                () -> policies.inForceInStore(inquiry, clock.instant())
                        .filter(willDo)
                        .map(stored -> new Update.Came(stored, PolicySource.KEPT)),
                inquiry.domain(),
                () -> fetch(inquiry, recordId));
    }

    private Update fetch(Inquiry inquiry, String recordId) {
        Optional<CachedPolicy> before = policies.inForce(inquiry, clock.instant());
        return download.fetch(inquiry.beside(before), recordId)
                .fold(fetched -> came(inquiry, before, fetched), why -> failed(inquiry, before, why));
    }

    private Update came(Inquiry inquiry, Optional<CachedPolicy> before, Download.Policy fetched) {
        Download.Policy later =
                before.map(old -> fetched.notBefore(old.fetchedAt())).orElse(fetched);
        CachedPolicy policy = policies.keep(later.stored(), later.parsed());
        secondChoice.fetched(policy, inquiry);
        backoff.succeeded(inquiry, policy.recordId());
        if (before.isPresent() && isOldBodyUnderNewId(before.get(), policy)) {
            secondLooks.plan(inquiry, clock.instant()); // draft-06 section 6.1
        }
        LOG.debug(
                "Fetched the policy of {}, record id {}: {}",
                policy.domain(),
                policy.recordId(),
                policy.policy().mode());
        return new Update.Came(policy, PolicySource.FETCHED);
    }

    private static boolean isOldBodyUnderNewId(CachedPolicy before, CachedPolicy fetched) {
        return !before.recordId().equals(fetched.recordId())
                && before.policy().sha256().equals(fetched.policy().sha256());
    }

    /** RFC 8461 section 3.3 and 6: the administrator hears of it, and reports count it, unless the kept mode is none. */
    private Update failed(Inquiry inquiry, Optional<CachedPolicy> before, FailedFetch why) {
        if (Thread.currentThread().isInterrupted()) {
            return new Update.Failed(why); // it is this thread that failed, and not the domain
        }
        backoff.failed(inquiry, why);
        if (before.isPresent() && before.get().policy().mode() == Mode.NONE) {
            LOG.debug("{}", why.detail());
        } else {
            LOG.warn("{} {}", why.detail(), before.map(PolicyUpdater::stays).orElse("No policy of it is in force."));
            troubles.heard(new PolicyTrouble(inquiry.domain(), why.resultType(), why.detail(), before, 1, why.at()));
        }
        return new Update.Failed(why);
    }

    private static String stays(CachedPolicy inForce) {
        return "The policy that is in force stays so until " + inForce.expiresAt() + ".";
    }
}
