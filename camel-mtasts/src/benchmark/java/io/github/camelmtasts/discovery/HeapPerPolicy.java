package io.github.camelmtasts.discovery;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.store.StoredPolicy;

/**
 * What a policy in memory takes of the heap, its place in the map included: a million of them, each with an id, a domain
 * and three MX names of its own, in a cache that has room for them. Their texts are left in a store, which is not counted.
 */
public final class HeapPerPolicy {

    private static final int POLICIES = 1_000_000;

    private static final Instant FETCHED = Instant.parse("2026-11-23T12:00:00Z");

    private final PolicyCache cache =
            new PolicyCache(new StoreOfNothing(), Clock.fixed(FETCHED, ZoneOffset.UTC), Long.MAX_VALUE);

    private HeapPerPolicy() {}

    /** Fills the map and prints one line. */
    public static void main(String[] arguments) throws PolicySyntaxException {
        long before = usedHeap();
        HeapPerPolicy filled = new HeapPerPolicy();
        filled.fill();
        long bytes = usedHeap() - before;
        filled.print(bytes);
    }

    private void fill() throws PolicySyntaxException {
        for (int number = 0; number < POLICIES; number++) {
            CachedPolicy policy = policy(number);
            cache.keep(
                    new StoredPolicy(policy.domain(), Dialect.RFC8461, policy.recordId(), "", policy.fetchedAt()),
                    policy);
        }
    }

    private void print(long bytes) {
        System.out.printf(
                "Heap per policy: %d bytes (%,d policies of 3 patterns in the cache, weight %,d, %d MB)%n",
                bytes / POLICIES, POLICIES, cache.weight(), bytes >> 20);
    }

    private static CachedPolicy policy(int number) throws PolicySyntaxException {
        DomainName domain = Texts.domain(number);
        return new CachedPolicy(
                domain,
                "20261123T" + number,
                PolicyParser.of(Dialect.RFC8461).parse(Texts.policyOf(domain)),
                FETCHED.plusMillis(number));
    }

    /** After collections until no more comes of it. */
    private static long usedHeap() {
        long used = Long.MAX_VALUE;
        for (long now = collected(); now < used; now = collected()) {
            used = now;
        }
        return used;
    }

    private static long collected() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
