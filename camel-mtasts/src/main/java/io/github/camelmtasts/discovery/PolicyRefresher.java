package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.camelmtasts.discovery.FetchBackoff.FailedFetch;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews policies long before they run out, whatever the TXT records say (RFC 8461 section 3.3 and 10.2), looks a second time
 * where an owner may have changed record and policy in the wrong order, and takes over what other nodes did. It has no thread
 * of its own: somebody calls {@link #run} now and then.
 */
public final class PolicyRefresher {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyRefresher.class);

    /** Nobody asks for ever for the policy of a domain to which nobody writes any more. */
    private static final Duration MAIL_WITHIN = Duration.ofDays(60);

    /** From so many failures in a row on an operator should look at it; with the pauses between them that takes three hours. */
    private static final int WORTH_A_WARNING = 3;

    private static final int PAGE = 500;

    private final DnsLookup dns;
    private final PolicyStore store;
    private final PolicyCache policies;
    private final PolicyUpdater updater;
    private final PolicyTrouble.Listener troubles;
    private final MailDays mailDays;
    private final Executor background;
    private final Clock clock;

    private final ExpiredPolicies expired;
    private final RefreshFailures failures = new RefreshFailures();
    private final Set<PolicyKey> underway = ConcurrentHashMap.newKeySet();

    PolicyRefresher(
            Doors doors,
            PolicyCache policies,
            PolicyUpdater updater,
            MailDays mailDays,
            Executor background,
            Clock clock) {
        this.dns = doors.dns();
        this.store = doors.store();
        this.policies = policies;
        this.updater = updater;
        this.troubles = updater.troubles();
        this.mailDays = mailDays;
        this.background = background;
        this.expired = new ExpiredPolicies(store, clock);
        this.clock = clock;
    }

    /** Does what is due; the fetches go to the background. One thread at a time. Never throws. */
    public void run() {
        step("Changes by other nodes", policies::takeOverForeignChanges);
        step("Mail under policies", () -> mailDays.tell(store));
        step(
                "Second fetches",
                () -> updater.secondLooks().takeDue(clock.instant()).forEach(this::lookAgain));
        step("Refreshes that are due", this::refreshDue);
        step("The look for expired policies", expired::lookIfDue);
    }

    /** What fails in one step, an Error too, keeps no policy from the others, nor from the next round. */
    private static void step(String what, Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailableException down) {
            LOG.debug("{} wait for the next round, the store is down", what, down);
        } catch (Throwable broken) {
            LOG.error("{} failed in this round; the next round tries again", what, broken);
        }
    }

    /** The policies whose refresh failed lately, by domain, with the sentence that says why and since when. */
    public Map<DomainName, String> overdue() {
        Map<DomainName, String> overdue = new TreeMap<>();
        failed().forEach(row -> overdue.put(
                row.key().domain(),
                row.detail() + " It failed " + row.failures() + " times since " + row.since() + "."));
        return overdue;
    }

    /** The policies whose refresh failed lately, by domain and dialect. */
    public List<OverdueRefresh> failed() {
        return failures.all().entrySet().stream()
                .map(entry -> new OverdueRefresh(
                        entry.getKey(),
                        entry.getValue().count(),
                        entry.getValue().since(),
                        entry.getValue().next(),
                        entry.getValue().detail()))
                .toList();
    }

    /** How many policies in the store have expired, by the last look of {@link #run}; they go 30 days after their end. */
    public int expired() {
        return expired.count();
    }

    private void lookAgain(Inquiry inquiry) {
        inBackground(() ->
                policies.inForce(inquiry, clock.instant()).ifPresent(kept -> updater.anew(inquiry, kept.recordId())));
    }

    /**
     * In pages, behind which a hostile domain that fails each time cannot hide the others. What is due no more needs no renewal:
     * it ran out or was purged, a mail or another node fetched it, or nobody writes there.
     */
    private void refreshDue() {
        Instant now = clock.instant();
        Set<PolicyKey> due = new HashSet<>();
        Optional<PolicyKey> last = Optional.empty();
        List<PolicyKey> page;
        do {
            page = store.due(now, now.minus(MAIL_WITHIN), last, PAGE);
            page.stream()
                    .filter(key -> failures.isDue(key, now) && underway.add(key))
                    .forEach(this::refreshInBackground);
            due.addAll(page);
            last = page.isEmpty() ? last : Optional.of(page.get(page.size() - 1));
        } while (page.size() == PAGE);
        failures.keepOnly(key -> due.contains(key) && inForce(key, now).isPresent());
    }

    private void refreshInBackground(PolicyKey key) {
        boolean accepted = inBackground(() -> {
            try {
                refresh(key);
            } finally {
                underway.remove(key);
            }
        });
        if (!accepted) {
            underway.remove(key);
        }
    }

    private boolean inBackground(Runnable work) {
        try {
            background.execute(() -> {
                try {
                    work.run();
                } catch (Throwable broken) { // an Error in one domain's refresh is no other domain's
                    LOG.error("The refresh of a policy failed; a later round tries again", broken);
                }
            });
            return true;
        } catch (RejectedExecutionException busy) {
            return false; // the next run asks again
        }
    }

    /** Another node may have done it since; an expired policy is left to the mail that would need it. */
    private void refresh(PolicyKey key) {
        Instant now = clock.instant();
        inForce(key, now).ifPresent(kept -> dueSince(key, kept, now).ifPresent(fetchedAt -> refresh(fetchedAt, kept)));
    }

    /** When the policy that is due was fetched; a damaged row is due whatever it says. */
    private Optional<Instant> dueSince(PolicyKey key, CachedPolicy kept, Instant now) {
        try {
            return store.find(key.domain(), key.dialect())
                    .filter(row -> !row.refreshAt().isAfter(now))
                    .map(StoredPolicy::fetchedAt);
        } catch (StoreUnavailableException failure) {
            if (failure.isAboutOnePolicy()) {
                return Optional.of(kept.fetchedAt());
            }
            throw failure;
        }
    }

    private Optional<CachedPolicy> inForce(PolicyKey key, Instant now) {
        return policies.inForce(inquiry(key), now);
    }

    private static Inquiry inquiry(PolicyKey key) {
        return new Inquiry(key.domain(), DialectChoice.only(key.dialect()));
    }

    /** What another node fetches meanwhile will do, whatever its clock says: it is later than what is due. */
    private void refresh(Instant fetchedAt, CachedPolicy kept) {
        PolicyKey key = new PolicyKey(kept.domain(), kept.policy().dialect());
        Inquiry inquiry = inquiry(key);
        String recordId = inquiry.idIn(dns.txt(key.domain().recordName())).orElse(kept.recordId());
        Update update = updater.fetchedAfter(fetchedAt, inquiry, recordId);
        if (update instanceof Update.Failed failed) {
            noteFailure(key, kept, failed.why());
        } else {
            failures.succeeded(key);
        }
    }

    /** RFC 8461 section 10.2: repeated failures are told long before the policy runs out, unless its mode is none. */
    private void noteFailure(PolicyKey key, CachedPolicy kept, FailedFetch why) {
        if (kept.policy().mode() == Mode.NONE) {
            failures.failed(key, clock.instant(), why.detail());
            return;
        }
        RefreshFailures.Row row = failures.failed(key, clock.instant(), why.detail());
        if (row.count() >= WORTH_A_WARNING) {
            LOG.warn(
                    "The policy of {} could not be renewed {} times since {}. It stays in force until {}, and then mail goes"
                            + " out without it. {}",
                    key.domain(),
                    row.count(),
                    row.since(),
                    kept.expiresAt(),
                    why.detail());
            troubles.heard(new PolicyTrouble(
                    key.domain(), why.resultType(), why.detail(), Optional.of(kept), row.count(), why.at()));
        }
    }
}
