package io.github.camelmtasts.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * Keeps policies until the process ends; a restart forgets them, and trusts the next first answer. Bounded in number and in
 * size: what is worth least makes room for a newcomer ({@link MemoryEntry}), and if all the rest is worth too much, the
 * newcomer is not kept. Thread-safe; reads take no lock.
 */
public final class MemoryPolicyStore implements PolicyStore {

    static final int MAX_POLICIES = 100_000;

    /**
     * In characters, which are a byte or two each: {@link #MAX_POLICIES} with texts of the usual 200 characters. Whoever
     * sends mail to many domains with texts of 64 KB fills no more memory than that.
     */
    static final long MAX_WEIGHT = 50_000_000;

    private final Clock clock;
    private final int maxPolicies;
    private final long maxWeight;

    /** Written under the lock of this store, read by all. */
    private final NavigableMap<PolicyKey, MemoryEntry> entries = new ConcurrentSkipListMap<>();

    /** The same entries; those that go first come first. Under the lock. */
    private final TreeSet<MemoryEntry> byWorth = new TreeSet<>();

    /** Of all entries. Under the lock. */
    private long weight;

    /** An empty store that tells by the machine's clock what was fetched in the future. */
    public MemoryPolicyStore() {
        this(Clock.systemUTC());
    }

    /** An empty store that tells by this clock what was fetched in the future. */
    public MemoryPolicyStore(Clock clock) {
        this(clock, MAX_POLICIES, MAX_WEIGHT);
    }

    MemoryPolicyStore(Clock clock, int maxPolicies, long maxWeight) {
        this.clock = clock;
        this.maxPolicies = maxPolicies;
        this.maxWeight = maxWeight;
    }

    @Override
    public Optional<StoredPolicy> find(DomainName domain, Dialect dialect) {
        return Optional.ofNullable(entries.get(new PolicyKey(domain, dialect))).map(MemoryEntry::policy);
    }

    @Override
    public void save(StoredPolicy policy) {
        MemoryEntry newcomer = MemoryEntry.of(policy); // reads the text, so outside of the lock
        synchronized (this) {
            @Nullable MemoryEntry kept = entries.get(policy.key());
            if (kept == null) {
                admit(newcomer);
            } else if (!policy.fetchedAt().isBefore(kept.policy().fetchedAt())) {
                uncount(kept);
                admit(newcomer.withMail(kept.mailAt()));
            }
        }
    }

    @Override
    public synchronized void redate(StoredPolicy policy, Instant fetchedAt) {
        @Nullable MemoryEntry kept = entries.get(policy.key());
        Instant future = clock.instant().plus(CLOCK_TOLERANCE);
        if (kept != null
                && kept.policy().fetchedAt().equals(policy.fetchedAt())
                && policy.fetchedAt().isAfter(future)) {
            replace(kept, kept.redated(fetchedAt));
        }
    }

    @Override
    public synchronized void remove(DomainName domain) {
        for (Dialect dialect : Dialect.values()) {
            @Nullable MemoryEntry kept = entries.get(new PolicyKey(domain, dialect));
            if (kept != null) {
                drop(kept);
            }
        }
    }

    @Override
    public synchronized void forget(StoredPolicy expired, Duration age) {
        @Nullable MemoryEntry kept = entries.get(expired.key());
        boolean isOld = !expired.fetchedAt().isAfter(clock.instant().minus(age));
        if (kept != null && isOld && kept.policy().fetchedAt().equals(expired.fetchedAt())) {
            drop(kept);
        }
    }

    @Override
    public synchronized void hadMail(PolicyKey key, Instant at) {
        @Nullable MemoryEntry kept = entries.get(key);
        if (kept != null && kept.mailAt().isBefore(at)) {
            replace(kept, kept.withMail(at));
        }
    }

    @Override
    public List<PolicyKey> due(Instant now, Instant mailSince, Optional<PolicyKey> after, int limit) {
        return behind(after)
                .filter(entry -> entry.isDue(now, mailSince))
                .limit(limit)
                .map(MemoryEntry::key)
                .toList();
    }

    @Override
    public List<StoredPolicy> list(Optional<PolicyKey> after, int limit) {
        return behind(after).limit(limit).map(MemoryEntry::policy).toList();
    }

    private Stream<MemoryEntry> behind(Optional<PolicyKey> after) {
        return after.map(key -> entries.tailMap(key, false)).orElse(entries).values().stream();
    }

    /** Puts in what is not counted, in place of what has the same key, if there can be room for it. */
    private void admit(MemoryEntry newcomer) {
        Optional<List<MemoryEntry>> inTheWay = inTheWayOf(newcomer);
        if (inTheWay.isEmpty()) {
            entries.remove(newcomer.key()); // rather none than one that is out of date
            return;
        }
        inTheWay.get().forEach(this::drop);
        count(newcomer);
    }

    /** What has to go, which may be nothing; empty if the newcomer must not be kept. */
    private Optional<List<MemoryEntry>> inTheWayOf(MemoryEntry newcomer) {
        List<MemoryEntry> inTheWay = new ArrayList<>();
        long excess = weight + newcomer.weight() - maxWeight;
        int surplus = byWorth.size() + 1 - maxPolicies;
        for (MemoryEntry next : byWorth) {
            if (excess <= 0 && surplus <= 0) {
                break;
            }
            if (!next.givesWayTo(newcomer)) {
                return Optional.empty();
            }
            inTheWay.add(next);
            excess -= next.weight();
            surplus--;
        }
        return excess <= 0 && surplus <= 0 ? Optional.of(inTheWay) : Optional.empty();
    }

    private void replace(MemoryEntry kept, MemoryEntry changed) {
        uncount(kept);
        count(changed);
    }

    private void drop(MemoryEntry kept) {
        uncount(kept);
        entries.remove(kept.key());
    }

    /** A reader sees the entry or the one it replaces, and never a gap between them. */
    private void count(MemoryEntry entry) {
        entries.put(entry.key(), entry);
        byWorth.add(entry);
        weight += entry.weight();
    }

    private void uncount(MemoryEntry kept) {
        byWorth.remove(kept);
        weight -= kept.weight();
    }

    synchronized long weight() {
        return weight;
    }
}
