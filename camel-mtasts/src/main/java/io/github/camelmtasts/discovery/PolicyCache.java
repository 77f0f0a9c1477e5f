package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreChanges;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's policies, parsed, in front of the store. What it holds carries on while the store is down. */
final class PolicyCache {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyCache.class);

    /**
     * In patterns, a policy itself counting as one more: some 100,000 domains of the usual one pattern, and at most about
     * 100 MB if all names are of the greatest length. What has no room is read from the store again.
     */
    static final long MAX_WEIGHT = 200_000;

    private final PolicyStore store;
    private final Clock clock;
    private final StoreOutage outage;
    private final Cache<PolicyKey, CachedPolicy> parsed;

    private final UnsavedPolicies unsaved = new UnsavedPolicies();
    private final Removals removals = new Removals();
    private final SeenEmpty seenEmpty = new SeenEmpty();

    // mutable state, of the one thread that looks for foreign changes: as it was at the start of the last look
    private StoreChanges seen = StoreChanges.NONE;
    private long overflowsSeen;

    PolicyCache(PolicyStore store, Clock clock) {
        this(store, clock, MAX_WEIGHT);
    }

    PolicyCache(PolicyStore store, Clock clock, long maxWeight) {
        this.store = store;
        this.clock = clock;
        this.outage = new StoreOutage(clock);
        this.parsed = Caffeine.newBuilder()
                .maximumWeight(maxWeight)
                .weigher((PolicyKey key, CachedPolicy policy) ->
                        1 + policy.policy().mxPatterns().size())
                .build();
    }

    private static PolicyKey keyOf(CachedPolicy policy) {
        return new PolicyKey(policy.domain(), policy.policy().dialect());
    }

    /**
     * What is known, whatever DNS and HTTPS say now: of the policies that are in force, the one whose dialect comes first. A
     * policy in memory carries on although the store cannot say whether it has one of an earlier dialect.
     */
    Kept kept(Inquiry inquiry, Instant now) {
        Kept found = new Kept.Nothing();
        for (Dialect dialect : inquiry.choice().dialects()) {
            Kept next = kept(new PolicyKey(inquiry.domain(), dialect), now);
            if (next instanceof Kept.InForce) {
                return next;
            }
            if (next.saysMoreThan(found)) {
                found = next;
            }
        }
        return found;
    }

    private Kept kept(PolicyKey key, Instant now) {
        CachedPolicy inMemory = parsed.getIfPresent(key);
        if (inMemory != null && inMemory.usableAt(now)) {
            return new Kept.InForce(inMemory);
        }
        return outage.inForce().map(detail -> withoutStore(key, now, detail)).orElseGet(() -> fromStore(key, now));
    }

    /** The policy fetched earlier that is still in force, for those to whom an unreadable store is as good as an empty one. */
    Optional<CachedPolicy> inForce(Inquiry inquiry, Instant now) {
        return kept(inquiry, now).inForce();
    }

    /** As {@link #inForce}, but the store is asked although memory knows: another node may know more. */
    Optional<CachedPolicy> inForceInStore(Inquiry inquiry, Instant now) {
        for (Dialect dialect : inquiry.choice().dialects()) {
            PolicyKey key = new PolicyKey(inquiry.domain(), dialect);
            Kept stored = outage.inForce().isPresent() ? kept(key, now) : fromStore(key, now);
            if (stored instanceof Kept.InForce) {
                return stored.inForce();
            }
        }
        return Optional.empty();
    }

    /**
     * A policy that cannot be stored applies all the same, until the process ends; it is stored as soon as that can be.
     *
     * @return the policy that counts from now on: another one if that was fetched later
     */
    CachedPolicy keep(StoredPolicy fetched, CachedPolicy policy) {
        if (removals.isOutdated(policy)) {
            return policy; // for the mail that waited for it, and no other
        }
        unsaved.add(fetched); // before the store is asked, as others may look for it meanwhile
        CachedPolicy latest = remember(policy);
        warningOfFailure(() -> {
            store.save(fetched);
            unsaved.remove(fetched);
        });
        return latest;
    }

    private void warningOfFailure(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailableException failure) {
            outage.warn(failure);
        }
    }

    /**
     * Forgets a domain's policies, here and on the nodes that share the store.
     *
     * @throws StoreUnavailableException if the store cannot be written now; they are forgotten here all the same
     */
    void remove(DomainName domain) {
        removals.removed(domain, clock.instant());
        forget(domain);
        store.remove(domain);
        forget(domain);
    }

    private void forget(DomainName domain) {
        unsaved.forget(domain);
        for (Dialect dialect : Dialect.values()) {
            parsed.invalidate(new PolicyKey(domain, dialect));
        }
    }

    /** Takes over what other nodes stored or removed since the last call, and they what we could not; one thread at a time. */
    void takeOverForeignChanges() {
        warningOfFailure(() -> {
            long overflows = unsaved.overflows();
            StoreChanges next = store.changesSince(seen);
            warningOfFailure(() -> unsaved.saveIn(store));
            changedSince(seen, next).forEach(this::takeOver);
            seen = next;
            overflowsSeen = overflows;
        });
    }

    /** The first look tells nothing, and may come late: anything in memory may have changed since it was read. */
    private Set<PolicyKey> changedSince(StoreChanges before, StoreChanges next) {
        boolean isFirstLook = before.equals(StoreChanges.NONE) && !next.equals(StoreChanges.NONE);
        return isFirstLook ? Set.copyOf(parsed.asMap().keySet()) : next.keys();
    }

    /**
     * A store that goes down now ends the whole look, which then begins again where it began; a damaged row does not. After an overflow one look drops
     * nothing: what found no room to wait for the store is in memory alone.
     */
    private void takeOver(PolicyKey key) {
        if (parsed.getIfPresent(key) != null
                && lookPastDamage(key, clock.instant()) instanceof Kept.Nothing
                && unsaved.overflows() == overflowsSeen) {
            parsed.invalidate(key);
        }
    }

    private Kept lookPastDamage(PolicyKey key, Instant now) {
        try {
            return look(key, now);
        } catch (StoreUnavailableException failure) {
            if (failure.isAboutOnePolicy()) {
                return besideDamage(key, now, failure);
            }
            throw failure;
        }
    }

    /** The store answers, and its row says nothing: there may be a policy, whatever the store said before. */
    private Kept besideDamage(PolicyKey key, Instant now, StoreUnavailableException damage) {
        outage.ends();
        LOG.warn("A stored policy is fetched anew: {}", damage.getMessage());
        return notYetStored(key, now).orElseGet(() -> new Kept.Unreadable(String.valueOf(damage.getMessage())));
    }

    /** What waits is asked for before the row, lest it be saved in between and seen in neither place. */
    private Kept look(PolicyKey key, Instant now) {
        Optional<StoredPolicy> waiting = unsaved.find(key);
        Optional<StoredPolicy> row = store.find(key.domain(), key.dialect()).map(found -> dated(found, now));
        return Stream.concat(waiting.stream(), row.stream())
                .max(Comparator.comparing(StoredPolicy::fetchedAt))
                .map(latest -> read(latest, now))
                .orElseGet(Kept.Nothing::new);
    }

    private Kept fromStore(PolicyKey key, Instant now) {
        try {
            Kept found = look(key, now);
            outage.ends();
            seenEmpty.saw(key, found, now);
            return found;
        } catch (StoreUnavailableException failure) {
            if (failure.isAboutOnePolicy()) {
                return besideDamage(key, now, failure);
            }
            if (!Thread.currentThread().isInterrupted()) {
                outage.begins(failure); // what ends the waiting of one caller is no failure of the store
            }
            return withoutStore(key, now, String.valueOf(failure.getMessage()));
        }
    }

    /** What the store has not taken carries on like what is in memory; so does, for a while, that it had nothing. */
    private Kept withoutStore(PolicyKey key, Instant now, String detail) {
        return notYetStored(key, now)
                .orElseGet(() -> seenEmpty.isRecent(key, now) ? new Kept.Nothing() : new Kept.Unreadable(detail));
    }

    private Optional<Kept> notYetStored(PolicyKey key, Instant now) {
        return unsaved.find(key).map(waiting -> read(waiting, now)).filter(Kept.InForce.class::isInstance);
    }

    /** A row that somebody altered is fetched anew; until that comes to something there may be a policy. */
    private Kept read(StoredPolicy row, Instant now) {
        try {
            return Kept.at(now, remember(row.parsed()));
        } catch (PolicySyntaxException altered) {
            LOG.warn(
                    "The stored policy of {} cannot be read and is fetched anew: {}",
                    row.domain(),
                    altered.getMessage());
            return now.isBefore(row.fetchedAt().plus(Policy.MAX_MAX_AGE))
                    ? new Kept.Unreadable("the policy store's row of it cannot be read (" + altered.getMessage() + ")")
                    : new Kept.Nothing();
        }
    }

    /**
     * What was read a while ago does not displace what was fetched meanwhile, and does not come back after it was removed; a mail
     * that read it before may go out under it.
     */
    private CachedPolicy remember(CachedPolicy stored) {
        CachedPolicy latest = parsed.asMap()
                .compute(
                        keyOf(stored),
                        (key, before) -> removals.isOutdated(stored) ? before : Removals.later(before, stored));
        seenEmpty.forget(keyOf(stored));
        return latest == null ? stored : latest;
    }

    /**
     * A policy fetched in the future would live too long, and outdo every later one: some clock was wrong when it was fetched,
     * or is now. It counts as fetched now here; for all nodes that share the store, if the store's clock agrees.
     */
    private StoredPolicy dated(StoredPolicy row, Instant now) {
        if (!row.fetchedAt().isAfter(now.plus(PolicyStore.CLOCK_TOLERANCE))) {
            return row;
        }
        LOG.warn(
                "The stored policy of {} was fetched at {}, which is in the future; it counts as fetched now, {}. Whoever"
                        + " runs this machine must see to its clock.",
                row.domain(),
                row.fetchedAt(),
                now);
        warningOfFailure(() -> store.redate(row, now)); // it was read all the same
        return row.redated(now);
    }

    /** How many policies the store has not taken yet. */
    int unsaved() {
        return unsaved.size();
    }

    /** The weight of what is in memory, after all that is due to go has gone. */
    long weight() {
        parsed.cleanUp();
        return parsed.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
