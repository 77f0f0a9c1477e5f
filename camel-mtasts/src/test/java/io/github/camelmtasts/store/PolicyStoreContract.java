package io.github.camelmtasts.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** What every {@link PolicyStore} does. A test class implements it for one kind of store. */
interface PolicyStoreContract {

    DomainName GOOD = DomainName.of("good.example");
    Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");
    String TEXT = "version: STSv1\r\nmode: enforce\r\nmx: mx.good.example\r\nmax_age: 604800\r\n";

    /** The store under test: the same one throughout a test, empty at its start. */
    PolicyStore store();

    /** What time it is by the store's own clock, which need not be that of a test. */
    Instant storeTime() throws Exception;

    private static StoredPolicy policy(DomainName domain, String recordId, Instant fetchedAt) {
        return new StoredPolicy(domain, Dialect.RFC8461, recordId, TEXT, fetchedAt);
    }

    @Test
    default void findsNothingWhereNothingWasSaved() {
        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @Requirement("R8461-5-H1")
    default void givesBackAllThatWasSaved(Dialect dialect) {
        StoredPolicy saved = new StoredPolicy(GOOD, dialect, "A".repeat(32), TEXT, NOON);
        store().save(saved);

        assertThat(store().find(GOOD, dialect)).contains(saved);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // an empty body is for discovery to refuse
                "version: STSv1\nmode: none\r\nmax_age: 0", // mixed line ends, none at the end
                "  \t leading and trailing blanks \t\n\n",
                "note: h\u00E9llo \u4E16\u754C \uD83D\uDC8C", // one, two, three and four octets in UTF-8
                "'; DROP TABLE policy; -- \\ % _ \" ?",
                "\uFEFFversion: STSv1"
            })
    @Requirement("R8461-5-H1")
    default void keepsATextToTheLetter(String text) {
        store().save(new StoredPolicy(GOOD, Dialect.RFC8461, "1", text, NOON));

        assertThat(store().find(GOOD, Dialect.RFC8461)).map(StoredPolicy::text).contains(text);
    }

    @Test
    @Requirement("R8461-3.3-11")
    default void keepsTheLongestTextThatAFetchGives() {
        String text = "x".repeat(64 * 1024);
        store().save(new StoredPolicy(GOOD, Dialect.RFC8461, "1", text, NOON));

        assertThat(store().find(GOOD, Dialect.RFC8461)).map(StoredPolicy::text).contains(text);
    }

    @Test
    default void keepsADomainOfTheGreatestLength() {
        DomainName longest = DomainName.of("a.".repeat(122) + "a");
        store().save(policy(longest, "1", NOON));

        assertThat(store().find(longest, Dialect.RFC8461))
                .map(StoredPolicy::domain)
                .contains(longest);
    }

    @Test
    @Requirement("R8461-3.4-5")
    default void findsADomainHoweverItIsWritten() {
        store().save(policy(DomainName.of("GOOD.example."), "1", NOON));

        assertThat(store().find(DomainName.of("good.EXAMPLE"), Dialect.RFC8461)).isPresent();
    }

    @Test
    @Requirement("R8461-3.4-2")
    default void keepsDomainsApart() {
        store().save(policy(GOOD, "1", NOON));
        store().save(policy(DomainName.of("other.example"), "2", NOON));

        assertThat(store().find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .contains("1");
        assertThat(store().find(DomainName.of("other.example"), Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .contains("2");
        assertThat(store().find(DomainName.of("example"), Dialect.RFC8461)).isEmpty();
        assertThat(store().find(DomainName.of("mail.good.example"), Dialect.RFC8461))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @Requirement("R8461-3.4-5")
    default void keepsDialectsApartWhicheverWasFetchedLater(Dialect later) {
        StoredPolicy standard = policy(GOOD, "1", later == Dialect.RFC8461 ? NOON.plusSeconds(1) : NOON);
        StoredPolicy draft = new StoredPolicy(
                GOOD, Dialect.DRAFT06, "2", "{}", later == Dialect.DRAFT06 ? NOON.plusSeconds(1) : NOON);
        store().save(standard);
        assertThat(store().find(GOOD, Dialect.DRAFT06)).isEmpty();

        store().save(draft);
        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(standard);
        assertThat(store().find(GOOD, Dialect.DRAFT06)).contains(draft);
    }

    @Test
    default void givesBackAPolicyHoweverOldItIs() {
        StoredPolicy old = policy(GOOD, "1", Instant.parse("2018-09-26T00:00:00Z"));
        store().save(old);

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(old);
    }

    @Test
    default void replacesAPolicyByOneThatWasFetchedLater() {
        store().save(policy(GOOD, "1", NOON));
        StoredPolicy later = new StoredPolicy(GOOD, Dialect.RFC8461, "2", "{}", NOON.plusMillis(1));
        store().save(later);

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(later);
    }

    @Test
    @Requirement("R8461-3.3-16")
    default void replacesAPolicyByTheSameOneFetchedLater() {
        store().save(policy(GOOD, "1", NOON));
        store().save(policy(GOOD, "1", NOON.plus(Duration.ofDays(1))));

        assertThat(store().find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::fetchedAt)
                .contains(NOON.plus(Duration.ofDays(1)));
    }

    @Test
    default void keepsAPolicyThatWasFetchedLaterThanTheOneToSave() {
        StoredPolicy later = policy(GOOD, "2", NOON.plusMillis(1));
        store().save(later);
        store().save(policy(GOOD, "1", NOON));

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(later);
    }

    @Test
    default void replacesAPolicyThatWasFetchedAtTheSameTime() {
        store().save(policy(GOOD, "1", NOON));
        store().save(policy(GOOD, "2", NOON));

        assertThat(store().find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .contains("2");
    }

    @Test
    @Requirement("R8461-10.3-1")
    default void forgetsThePolicyOfOneDomainAlone() {
        DomainName other = DomainName.of("other.example");
        store().save(policy(GOOD, "1", NOON));
        store().save(policy(other, "1", NOON));
        store().remove(GOOD);

        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();
        assertThat(store().find(other, Dialect.RFC8461)).isPresent();
    }

    @Test
    @Requirement("R8461-3.4-5")
    default void forgetsTheDomainsPoliciesOfAllDialects() {
        for (Dialect dialect : Dialect.values()) {
            store().save(new StoredPolicy(GOOD, dialect, "1", TEXT, NOON));
        }
        store().remove(GOOD);

        assertThat(Dialect.values())
                .allSatisfy(dialect -> assertThat(store().find(GOOD, dialect)).isEmpty());
    }

    @Test
    default void forgetsWhatItNeverKnewWithoutComplaint() {
        assertThatCode(() -> store().remove(GOOD)).doesNotThrowAnyException();
    }

    @Test
    default void takesANewPolicyAfterTheFormerOneWasForgotten() {
        store().save(policy(GOOD, "1", NOON));
        store().remove(GOOD);
        store().save(policy(GOOD, "2", NOON.plusSeconds(1)));

        assertThat(store().find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .contains("2");
    }

    @Test
    default void keepsTheLatestOfManyThatAreSavedAtOnce() throws Exception {
        PolicyStore store = store();
        atOnce(IntStream.range(0, 64)
                .map(i -> i * 37 % 64) // in no order
                .mapToObj(i -> policy(GOOD, "id" + i, NOON.plusMillis(i)))
                .toList());

        assertThat(store.find(GOOD, Dialect.RFC8461)).contains(policy(GOOD, "id63", NOON.plusMillis(63)));
    }

    @Test
    default void losesNoneOfManyDomainsThatAreSavedAtOnce() throws Exception {
        List<StoredPolicy> policies = IntStream.range(0, 64)
                .mapToObj(i -> policy(DomainName.of("d" + i + ".example"), "id" + i, NOON))
                .toList();
        atOnce(policies);

        assertThat(policies)
                .allSatisfy(saved -> assertThat(store().find(saved.domain(), Dialect.RFC8461))
                        .isEqualTo(Optional.of(saved)));
    }

    private static PolicyKey key(String domain) {
        return new PolicyKey(DomainName.of(domain), Dialect.RFC8461);
    }

    @Test
    default void keepsTheTimeOfRefresh() {
        Instant soon = NOON.plus(Duration.ofHours(1));
        StoredPolicy saved = new StoredPolicy(GOOD, Dialect.RFC8461, "1", TEXT, NOON, soon);
        store().save(saved);

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(saved);
    }

    /** Beyond what any right clock shows, whenever this runs. */
    private StoredPolicy fromTheFuture(String recordId) throws Exception {
        return policy(GOOD, recordId, storeTime().plus(Duration.ofDays(50 * 365)));
    }

    @Test
    default void redatesThePolicyThatIsKeptAndItsRefresh() throws Exception {
        StoredPolicy future = fromTheFuture("1");
        store().save(future);
        store().redate(future, NOON);

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(policy(GOOD, "1", NOON));
        store().save(policy(GOOD, "2", NOON.plusSeconds(1)));
        assertThat(store().find(GOOD, Dialect.RFC8461))
                .as("a fetch by a right clock")
                .contains(policy(GOOD, "2", NOON.plusSeconds(1)));
    }

    @Test
    default void redatesWhatIsFurtherAheadThanHonestClocksAreApart() throws Exception {
        StoredPolicy ahead = policy(GOOD, "1", storeTime().plus(Duration.ofMinutes(10)));
        store().save(ahead);
        store().redate(ahead, NOON);

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(policy(GOOD, "1", NOON));
    }

    /** In minutes from the store's time. The node that asks is ten years behind, and so all seems to be of the future to it. */
    @ParameterizedTest
    @ValueSource(longs = {-525_600, -1, 0, 4})
    default void aNodeWhoseClockIsSlowAgesNobodysPolicy(long minutes) throws Exception {
        Instant now = storeTime();
        StoredPolicy kept = policy(GOOD, "1", now.plus(Duration.ofMinutes(minutes)));
        store().save(kept);
        store().redate(kept, now.minus(Duration.ofDays(10 * 365)));

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(kept);
    }

    @Test
    default void redatesNothingElse() throws Exception {
        StoredPolicy future = fromTheFuture("1");
        store().redate(future, NOON);
        assertThat(store().find(GOOD, Dialect.RFC8461)).as("not kept").isEmpty();

        StoredPolicy later = policy(GOOD, "2", future.fetchedAt().plus(Duration.ofDays(1)));
        StoredPolicy draft = new StoredPolicy(GOOD, Dialect.DRAFT06, "3", "{}", later.fetchedAt());
        store().save(later);
        store().save(draft);
        store().redate(future, NOON);
        assertThat(store().find(GOOD, Dialect.RFC8461))
                .as("another took its place")
                .contains(later);

        store().redate(later, NOON);
        assertThat(store().find(GOOD, Dialect.DRAFT06)).as("another dialect").contains(draft);
    }

    @Test
    default void doesNotRedateWhatWasRemoved() throws Exception {
        StoredPolicy future = fromTheFuture("1");
        store().save(future);
        store().remove(GOOD);
        store().redate(future, NOON);

        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();
    }

    @Test
    default void aPolicyIsDueFromItsTimeOfRefreshOn() {
        store().save(policy(GOOD, "1", NOON));
        store().hadMail(key("good.example"), NOON);
        Instant refresh = NOON.plus(Duration.ofDays(1));

        assertThat(store().due(refresh.minusMillis(1), NOON, Optional.empty(), 10))
                .isEmpty();
        assertThat(store().due(refresh, NOON, Optional.empty(), 10)).containsExactly(key("good.example"));
        assertThat(store().due(refresh, NOON.plusMillis(1), Optional.empty(), 10))
                .as("no mail lately")
                .isEmpty();
    }

    @Test
    default void aPolicyThatNeverHadMailIsNeverDue() {
        store().save(policy(GOOD, "1", NOON));
        store().hadMail(new PolicyKey(GOOD, Dialect.DRAFT06), NOON);
        store().hadMail(key("other.example"), NOON);

        assertThat(store().due(NOON.plus(Duration.ofDays(30)), Instant.EPOCH, Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    default void anEarlierMailChangesNothing() {
        store().save(policy(GOOD, "1", NOON));
        store().hadMail(key("good.example"), NOON);
        store().hadMail(key("good.example"), NOON.minusSeconds(60));

        assertThat(store().due(NOON.plus(Duration.ofDays(30)), NOON, Optional.empty(), 10))
                .containsExactly(key("good.example"));
    }

    @Test
    default void aNewPolicyKeepsTheTimeOfTheLastMailAndARemovalForgetsIt() {
        Instant later = NOON.plus(Duration.ofDays(1));
        Instant muchLater = NOON.plus(Duration.ofDays(30));
        store().save(policy(GOOD, "1", NOON));
        store().hadMail(key("good.example"), NOON);
        store().save(policy(GOOD, "2", later));
        assertThat(store().due(muchLater, NOON, Optional.empty(), 10)).containsExactly(key("good.example"));

        store().remove(GOOD);
        assertThat(store().due(muchLater, NOON, Optional.empty(), 10)).isEmpty();
        store().save(policy(GOOD, "3", muchLater));
        assertThat(store().due(muchLater.plus(Duration.ofDays(1)), NOON, Optional.empty(), 10))
                .isEmpty();
    }

    /** In which code points, locales and dictionaries differ: hyphens, dots and digits among letters; not in this order. */
    List<String> NAMES = List.of(
            "b.example",
            "ab.example",
            "a-b.example",
            "a.b.example",
            "a1.example",
            "a10.example",
            "a2.example",
            "a.example",
            "1a.example",
            "aa-a.example",
            "aaa.example",
            "ch.example",
            "cz.example",
            "xn--bcher-kva.example",
            "xn.example",
            "z.example");

    private List<PolicyKey> savedInBothDialects() {
        List<PolicyKey> keys = new ArrayList<>();
        for (String name : NAMES) {
            for (Dialect dialect : Dialect.values()) {
                PolicyKey key = new PolicyKey(DomainName.of(name), dialect);
                store().save(new StoredPolicy(key.domain(), dialect, "1", TEXT, NOON));
                store().hadMail(key, NOON);
                keys.add(key);
            }
        }
        Collections.sort(keys);
        return keys;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 31, 32, 33, 1000})
    default void listsAllInPagesInTheOrderOfTheKeys(int limit) {
        List<PolicyKey> expected = savedInBothDialects();

        assertThat(allPages(
                        limit,
                        after -> store().list(after, limit).stream()
                                .map(StoredPolicy::key)
                                .toList()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 31, 32, 33, 1000})
    default void tellsAllThatIsDueInPagesInTheOrderOfTheKeys(int limit) {
        List<PolicyKey> expected = savedInBothDialects();

        assertThat(allPages(limit, after -> store().due(NOON.plus(Duration.ofDays(1)), NOON, after, limit)))
                .isEqualTo(expected);
    }

    /** Asks for the next page until one is not full. */
    static List<PolicyKey> allPages(int limit, Function<Optional<PolicyKey>, List<PolicyKey>> pages) {
        List<PolicyKey> all = new ArrayList<>();
        Optional<PolicyKey> after = Optional.empty();
        List<PolicyKey> page;
        do {
            page = pages.apply(after);
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page);
            after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1));
        } while (page.size() == limit);
        return all;
    }

    @Test
    default void listsWhatIsKeptAndNotWhatWasRemoved() {
        StoredPolicy kept = policy(DomainName.of("other.example"), "7", NOON);
        store().save(policy(GOOD, "1", NOON));
        store().save(kept);
        store().remove(GOOD);

        assertThat(store().list(Optional.empty(), 10)).containsExactly(kept);
    }

    @Test
    default void beginsBehindAKeyThatIsNotKept() {
        store().save(policy(GOOD, "1", NOON));

        assertThat(store().list(Optional.of(key("gone.example")), 10)).hasSize(1);
        assertThat(store().list(Optional.of(key("good.example")), 10)).isEmpty();
    }

    @Test
    default void tellsNothingAtTheFirstLook() {
        store().save(policy(GOOD, "1", NOON));

        assertThat(store().changesSince(StoreChanges.NONE).keys()).isEmpty();
    }

    @Test
    default void leasesToWhoeverIsAlone() {
        assertThat(store().lease(GOOD, "me", NOON, NOON.plusSeconds(60))).isTrue();
        assertThat(store().lease(GOOD, "me", NOON, NOON.plusSeconds(60)))
                .as("again")
                .isTrue();
        store().release(GOOD, "me");
        assertThat(store().lease(GOOD, "me", NOON, NOON.plusSeconds(60))).isTrue();
    }

    private void atOnce(List<StoredPolicy> policies) throws Exception {
        PolicyStore store = store();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (var saved : threads.invokeAll(policies.stream()
                    .<Callable<Boolean>>map(policy -> () -> {
                        store.save(policy);
                        return true;
                    })
                    .toList())) {
                saved.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
