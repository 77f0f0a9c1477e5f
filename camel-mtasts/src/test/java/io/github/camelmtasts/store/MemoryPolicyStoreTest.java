package io.github.camelmtasts.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class MemoryPolicyStoreTest implements PolicyStoreContract {

    private final MovableClock clock = MovableClock.at(NOON.toString());
    private MemoryPolicyStore store = new MemoryPolicyStore(clock);

    @Override
    public PolicyStore store() {
        return store;
    }

    @Override
    public Instant storeTime() {
        return clock.instant();
    }

    private static StoredPolicy policy(String domain, Mode mode, Instant fetchedAt) {
        String text = TEXT.replace("enforce", mode.name().toLowerCase(Locale.ROOT));
        return new StoredPolicy(DomainName.of(domain), Dialect.RFC8461, "1", text, fetchedAt);
    }

    private void save(String domain, Mode mode, Instant fetchedAt) {
        store.save(policy(domain, mode, fetchedAt));
    }

    private void hadMail(String domain, Instant at) {
        store.hadMail(new PolicyKey(DomainName.of(domain), Dialect.RFC8461), at);
    }

    private boolean isKept(String domain) {
        return store.find(DomainName.of(domain), Dialect.RFC8461).isPresent();
    }

    private int number() {
        return store.list(Optional.empty(), Integer.MAX_VALUE).size();
    }

    @Test
    @Requirement("R8461-10-H1")
    void isBoundedByTheLengthOfItsTexts() {
        String text = "x".repeat(64 * 1024);
        for (int i = 0; i < 1000; i++) { // 65 million characters
            store.save(new StoredPolicy(DomainName.of("d" + i + ".example"), Dialect.RFC8461, "1", text, NOON));
        }

        assertThat(store.weight()).isBetween(MemoryPolicyStore.MAX_WEIGHT / 2, MemoryPolicyStore.MAX_WEIGHT);
        assertThat(isKept("d999.example")).as("the last one").isTrue();
    }

    @Test
    void countsWhatItReplacesAndRemovesNoLonger() {
        save("a.example", Mode.ENFORCE, NOON);
        long weight = store.weight();
        StoredPolicy future = policy("a.example", Mode.ENFORCE, NOON.plus(Duration.ofDays(365)));
        store.save(future);
        hadMail("a.example", NOON);
        store.redate(future, NOON);
        assertThat(store.weight()).isEqualTo(weight);

        store.remove(DomainName.of("a.example"));
        assertThat(store.weight()).isZero();
    }

    /** Many strangers, each with a policy of its own, as one can make them for the price of a domain. */
    @Test
    @Requirement("R8461-10-H1")
    void aFloodOfStrangersPushesOutNobodyWhoHadMailInTheLastDay() {
        List<String> ours =
                IntStream.range(0, 1000).mapToObj(i -> "our" + i + ".example").toList();
        ours.forEach(domain -> save(domain, Mode.ENFORCE, NOON.minus(Duration.ofDays(30))));
        ours.forEach(domain -> hadMail(domain, NOON));

        for (int i = 0; i < 200_000; i++) {
            save("d" + i + ".flood.example", Mode.ENFORCE, NOON.plusMillis(i));
        }
        assertThat(ours).allMatch(this::isKept);
        assertThat(isKept("d199999.flood.example")).as("the last stranger").isTrue();
        assertThat(number()).isEqualTo(MemoryPolicyStore.MAX_POLICIES);
    }

    @Test
    @Requirement("R8461-10-H1")
    void aFloodOfLongTextsPushesOutNobodyWhoHadMailInTheLastDay() {
        save("ours.example", Mode.ENFORCE, NOON);
        hadMail("ours.example", NOON);
        String text = TEXT + "x: " + "y".repeat(60_000);
        for (int i = 0; i < 1000; i++) {
            store.save(new StoredPolicy(
                    DomainName.of("d" + i + ".flood.example"), Dialect.RFC8461, "1", text, NOON.plusMillis(i)));
        }

        assertThat(isKept("ours.example")).isTrue();
        assertThat(store.weight()).isLessThanOrEqualTo(MemoryPolicyStore.MAX_WEIGHT);
    }

    @Test
    void isSafeForManyThreadsWhenItIsFull() throws Exception {
        store = new MemoryPolicyStore(clock, 1000, MemoryPolicyStore.MAX_WEIGHT);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (var done : threads.invokeAll(IntStream.range(0, 4)
                    .<Callable<Boolean>>mapToObj(thread -> () -> {
                        for (int i = 0; i < 10_000; i++) {
                            String domain = "d" + (i * 7 + thread) % 1_200 + ".example";
                            save(domain, i % 2 == 0 ? Mode.ENFORCE : Mode.TESTING, NOON.plusMillis(i));
                            hadMail(domain, NOON.plusMillis(i));
                            if (i % 10 == 0) {
                                store.remove(DomainName.of(domain));
                            }
                            store.list(Optional.of(new PolicyKey(DomainName.of(domain), Dialect.RFC8461)), 3);
                        }
                        return true;
                    })
                    .toList())) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(number()).isLessThanOrEqualTo(1000);
        long kept = store.list(Optional.empty(), Integer.MAX_VALUE).stream()
                .mapToLong(policy -> MemoryEntry.of(policy).weight())
                .sum();
        assertThat(store.weight()).as("the count").isEqualTo(kept);
    }

    /** With room for none but those it has: all but a few had mail today. */
    @Nested
    class WhenFull {

        private static final int ROOM = 100;
        private static final Instant TODAY = NOON.minus(Duration.ofHours(1));
        private static final Instant YEARS_AGO = Instant.parse("2020-01-01T00:00:00Z");

        @BeforeEach
        void fill() {
            store = new MemoryPolicyStore(clock, ROOM, MemoryPolicyStore.MAX_WEIGHT);
            for (int i = 0; i < ROOM - 5; i++) {
                String domain = "used" + i + ".example";
                save(domain, Mode.ENFORCE, YEARS_AGO);
                hadMail(domain, TODAY);
            }
            save("none.example", Mode.NONE, NOON);
            save("testing.example", Mode.TESTING, NOON);
            save("unused.example", Mode.ENFORCE, NOON);
            save("lastweek.example", Mode.ENFORCE, NOON);
            save("yesterday.example", Mode.ENFORCE, NOON);
            hadMail("none.example", NOON);
            hadMail("testing.example", NOON);
            hadMail("lastweek.example", NOON.minus(Duration.ofDays(7)));
            hadMail("yesterday.example", NOON.minus(Duration.ofHours(31)));
        }

        @Test
        void thoseGoFirstThatAreWorthLeast() {
            List<String> order = List.of(
                    "none.example", "testing.example", "unused.example", "lastweek.example", "yesterday.example");
            for (int i = 0; i < order.size(); i++) {
                String newcomer = "new" + i + ".example";
                save(newcomer, Mode.ENFORCE, NOON);
                hadMail(newcomer, NOON);

                assertThat(isKept(newcomer)).as(newcomer).isTrue();
                assertThat(order.subList(0, i + 1)).noneMatch(MemoryPolicyStoreTest.this::isKept);
                assertThat(order.subList(i + 1, order.size())).allMatch(MemoryPolicyStoreTest.this::isKept);
            }
            save("tooLate.example", Mode.ENFORCE, NOON);
            assertThat(isKept("tooLate.example")).as("all the rest is in use").isFalse();
            assertThat(number()).isEqualTo(ROOM);
        }

        @Test
        void ofThoseThatNeverHadMailTheOneFetchedEarliestGoesFirst() {
            save("none.example", Mode.ENFORCE, NOON.plusSeconds(1)); // has mail, and is strict now
            store.remove(DomainName.of("testing.example"));
            save("older.example", Mode.ENFORCE, NOON.minusSeconds(1));
            save("new.example", Mode.ENFORCE, NOON);

            assertThat(isKept("older.example")).isFalse();
            assertThat(isKept("unused.example")).isTrue();
        }

        @Test
        void aNewcomerPushesOutNothingThatIsStricter() {
            store.remove(DomainName.of("none.example"));
            store.remove(DomainName.of("testing.example"));
            save("a.example", Mode.NONE, NOON);
            save("b.example", Mode.TESTING, NOON);
            save("c.example", Mode.TESTING, NOON.plusSeconds(1));
            save("d.example", Mode.NONE, NOON);

            assertThat(List.of("unused.example", "lastweek.example", "yesterday.example", "c.example"))
                    .allMatch(MemoryPolicyStoreTest.this::isKept);
            assertThat(isKept("d.example")).isFalse();
        }

        @Test
        void aNewPolicyTakesThePlaceOfItsFormerOne() {
            save("used7.example", Mode.ENFORCE, NOON);

            assertThat(store.find(DomainName.of("used7.example"), Dialect.RFC8461))
                    .map(StoredPolicy::fetchedAt)
                    .contains(NOON);
            assertThat(isKept("none.example")).as("nobody had to go").isTrue();
        }

        @Test
        void aDayLaterThoseInUseTodayGiveWayToo() {
            for (int i = 0; i < 6; i++) {
                save("new" + i + ".example", Mode.ENFORCE, NOON.plus(Duration.ofHours(30)));
                hadMail("new" + i + ".example", NOON.plus(Duration.ofHours(30)));
            }

            assertThat(IntStream.range(0, 6)).allMatch(i -> isKept("new" + i + ".example"));
        }
    }
}
