package io.github.camelmtasts.discovery;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.MxPattern;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.StoreChanges;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class PolicyCacheTest {

    private static final DomainName GOOD = DomainName.of("good.example");

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final MemoryPolicyStore store = new MemoryPolicyStore(clock);
    private final PolicyCache cache = new PolicyCache(store, clock);

    private static CachedPolicy fetched(String id, Instant at) {
        Policy policy = new Policy(Dialect.RFC8461, Mode.ENFORCE, Duration.ofDays(1), List.of(), "", List.of());
        return new CachedPolicy(GOOD, id, policy, at);
    }

    private CachedPolicy keep(String id, Instant at) {
        return cache.keep(new StoredPolicy(GOOD, Dialect.RFC8461, id, "", at), fetched(id, at));
    }

    /** Another thread, or another node, was quicker. */
    @Test
    void whatWasFetchedEarlierAndComesLaterIsNotKept() {
        Instant now = clock.instant();
        assertThat(keep("2", now).recordId()).isEqualTo("2");
        assertThat(keep("1", now.minusSeconds(1)).recordId()).isEqualTo("2");
        assertThat(cache.inForce(new Inquiry(GOOD, DialectChoice.RFC8461), now))
                .map(CachedPolicy::recordId)
                .contains("2");
    }

    @Test
    void aPolicyThatWasFetchedBeforeItsRemovalDoesNotComeBack() {
        Instant before = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        cache.remove(GOOD);

        assertThat(keep("1", before).recordId()).isEqualTo("1");
        assertThat(inForce(cache)).isEmpty();
        assertThat(store.find(GOOD, Dialect.RFC8461)).isEmpty();
    }

    @Test
    void aPolicyThatWasReadBeforeItsRemovalDoesNotComeBack() {
        store.save(stored(GOOD, "1", clock.instant()));
        clock.advance(Duration.ofSeconds(1));
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        PolicyCache policies = new PolicyCache(
                GuardedStore.of(store, new GuardedStore.Guard() {
                    @Override
                    public @Nullable Object instead(String call, @Nullable Object answer) {
                        if (call.equals("find")) {
                            meanwhile.getAndSet(() -> {}).run();
                        }
                        return answer;
                    }
                }),
                clock);
        meanwhile.set(() -> policies.remove(GOOD));

        assertThat(inForce(policies)).as("of the mail that read it").isPresent();
        assertThat(inForce(policies)).isEmpty();
    }

    private static StoredPolicy stored(DomainName domain, String id, Instant at) {
        String text = "version: STSv1\nmode: enforce\nmx: mx.good.example\nmax_age: 86400\n";
        return new StoredPolicy(domain, Dialect.RFC8461, id, text, at);
    }

    private Optional<CachedPolicy> inForce(PolicyCache policies) {
        return policies.inForce(new Inquiry(GOOD, DialectChoice.RFC8461), clock.instant());
    }

    @Test
    void aNodeWhoseClockIsYearsBehindAgesPoliciesForItselfAlone() {
        StoredPolicy kept = stored(GOOD, "1", clock.instant());
        store.save(kept);
        MovableClock slow = MovableClock.at("2000-01-01T00:00:00Z");

        assertThat(new PolicyCache(store, slow).inForce(new Inquiry(GOOD, DialectChoice.RFC8461), slow.instant()))
                .map(CachedPolicy::fetchedAt)
                .contains(slow.instant());
        assertThat(store.find(GOOD, Dialect.RFC8461)).contains(kept);
        assertThat(inForce(cache)).isPresent();
    }

    /** Otherwise it would stand in the way of all that is fetched until then. */
    @Test
    void aRowOfTheFutureIsDatedAnewAlthoughItCannotBeRead() {
        store.save(new StoredPolicy(
                GOOD, Dialect.RFC8461, "1", "altered", clock.instant().plus(Duration.ofDays(365))));
        assertThat(inForce(cache)).isEmpty();

        StoredPolicy fetched = stored(GOOD, "2", clock.instant());
        store.save(fetched);
        assertThat(store.find(GOOD, Dialect.RFC8461)).contains(fetched);
    }

    /** A store whose line can be cut, and of which somebody says what was changed there. */
    private final class Shared implements GuardedStore.Guard {

        private boolean isCut;
        private StoreChanges changes = new StoreChanges(Set.of(), "1");

        @Override
        public void before(String call) {
            if (isCut) {
                throw new StoreUnavailableException("the policy store cannot be read", new SQLException("cut"));
            }
        }

        @Override
        public @Nullable Object instead(String call, @Nullable Object answer) {
            return call.equals("changesSince") ? changes : answer;
        }

        PolicyCache cache(long maxWeight) {
            return new PolicyCache(GuardedStore.of(store, this), clock, maxWeight);
        }
    }

    private static void keep(PolicyCache policies, StoredPolicy fetched) throws PolicySyntaxException {
        policies.keep(fetched, fetched.parsed());
    }

    /** Although memory has no room for it, and the store has an older one. */
    @Test
    void whatTheStoreHasNotTakenStaysInForceWithoutItAndWhenItIsBack() throws PolicySyntaxException {
        Shared shared = new Shared();
        PolicyCache ours = shared.cache(0);
        Inquiry inquiry = new Inquiry(GOOD, DialectChoice.RFC8461);
        store.save(stored(GOOD, "1", clock.instant().minusSeconds(1)));
        shared.isCut = true;
        keep(ours, stored(GOOD, "2", clock.instant()));

        for (String when : List.of("at the first failure", "while nobody asks")) {
            assertThat(ours.weight()).isZero();
            assertThat(inForce(ours)).as(when).map(CachedPolicy::recordId).contains("2");
        }
        shared.isCut = false;
        clock.advance(StoreOutage.PAUSE);
        assertThat(ours.weight()).isZero();
        assertThat(inForce(ours)).as("back").map(CachedPolicy::recordId).contains("2");
        assertThat(ours.weight()).isZero();
        assertThat(ours.inForceInStore(inquiry, clock.instant()))
                .map(CachedPolicy::recordId)
                .contains("2");

        ours.takeOverForeignChanges();
        assertThat(store.find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .contains("2");
    }

    /** So that a mail which comes before the next look finds no reason to fetch it once more. */
    @Test
    void whatAnEmptyStoreHasNotTakenCountsAsStored() throws PolicySyntaxException {
        Shared shared = new Shared();
        PolicyCache ours = shared.cache(PolicyCache.MAX_WEIGHT);
        shared.isCut = true;
        keep(ours, stored(GOOD, "1", clock.instant()));
        shared.isCut = false;

        assertThat(ours.inForceInStore(new Inquiry(GOOD, DialectChoice.RFC8461), clock.instant()))
                .isPresent();
    }

    @Test
    void whatFoundNoRoomToWaitForTheStoreOutlivesTheNextLookAlone() throws PolicySyntaxException {
        Shared shared = new Shared();
        PolicyCache ours = shared.cache(PolicyCache.MAX_WEIGHT);
        shared.isCut = true;
        for (int i = 0; i < UnsavedPolicies.MAX_POLICIES; i++) {
            keep(ours, stored(DomainName.of("d" + i + ".example"), "1", clock.instant()));
        }
        keep(ours, stored(GOOD, "1", clock.instant()));
        ours.takeOverForeignChanges();
        shared.isCut = false;
        ours.takeOverForeignChanges();

        assertThat(store.list(Optional.empty(), 2_000)).as("saved").hasSize(UnsavedPolicies.MAX_POLICIES);
        assertThat(inForce(ours)).as("the first look at all").isPresent();

        shared.changes = new StoreChanges(Set.of(new PolicyKey(GOOD, Dialect.RFC8461)), "2");
        ours.takeOverForeignChanges();
        assertThat(inForce(ours)).as("somebody removed it since").isEmpty();
    }

    /** Tells of a change once to each cursor, and then cannot read it at first. */
    private static final class CutOff extends StoreOfNothing {

        private boolean isCut = true;

        @Override
        public StoreChanges changesSince(StoreChanges before) {
            return switch (before.cursor()) {
                case "" -> new StoreChanges(Set.of(), "1");
                case "1" -> new StoreChanges(Set.of(new PolicyKey(GOOD, Dialect.RFC8461)), "2");
                default -> new StoreChanges(Set.of(), "2");
            };
        }

        @Override
        public Optional<StoredPolicy> find(DomainName domain, Dialect dialect) {
            if (isCut) {
                throw new StoreUnavailableException("the policy store cannot be read", new SQLException("cut"));
            }
            return Optional.empty();
        }
    }

    @Test
    void aLookThatIsCutOffBeginsAgainWhereItBegan() {
        CutOff store = new CutOff();
        PolicyCache ours = new PolicyCache(store, clock);
        ours.takeOverForeignChanges();
        ours.keep(new StoredPolicy(GOOD, Dialect.RFC8461, "1", "", clock.instant()), fetched("1", clock.instant()));
        ours.takeOverForeignChanges();
        store.isCut = false;
        ours.takeOverForeignChanges();

        assertThat(ours.inForce(new Inquiry(GOOD, DialectChoice.RFC8461), clock.instant()))
                .as("somebody removed it")
                .isEmpty();
    }

    @Test
    void isBoundedByTheNumberOfPatterns() throws PolicySyntaxException {
        Policy large = new Policy(
                Dialect.RFC8461,
                Mode.ENFORCE,
                Duration.ofDays(1),
                nCopies(1000, MxPattern.parse("mx.example")),
                "",
                List.of());
        IntStream.range(0, 400)
                .mapToObj(i -> DomainName.of("d" + i + ".example"))
                .forEach(domain -> cache.keep(
                        new StoredPolicy(domain, Dialect.RFC8461, "1", "", clock.instant()),
                        new CachedPolicy(domain, "1", large, clock.instant())));

        assertThat(cache.weight()).isBetween(PolicyCache.MAX_WEIGHT / 2, PolicyCache.MAX_WEIGHT);
    }
}
