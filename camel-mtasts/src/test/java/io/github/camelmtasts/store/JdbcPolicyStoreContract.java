package io.github.camelmtasts.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.store.Databases.clear;
import static io.github.camelmtasts.store.Databases.execute;
import static io.github.camelmtasts.store.Databases.sql;
import static io.github.camelmtasts.store.Databases.throughTransactions;
import static io.github.camelmtasts.store.PolicyStoreContract.allPages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every {@link JdbcPolicyStore} does beyond the contract of all stores, on whatever database. */
interface JdbcPolicyStoreContract extends PolicyStoreContract {

    /** The database under the store, as another node sees it. */
    DataSource database();

    /** The clock of {@link #store()}; it shows {@link #NOON} at the start of a test. */
    MovableClock clock();

    @Override
    default Instant storeTime() throws SQLException {
        return Databases.time(database());
    }

    static StoredPolicy good(String recordId, Instant fetchedAt) {
        return new StoredPolicy(GOOD, Dialect.RFC8461, recordId, TEXT, fetchedAt);
    }

    private JdbcPolicyStore otherNode() {
        return JdbcPolicyStore.in(database(), StoreSchema.VALIDATE, clock());
    }

    @Test
    default void aSlowWriteDoesNotUndoARemoval() {
        store().save(good("1", NOON.minusSeconds(10)));
        store().remove(GOOD);

        store().save(good("2", NOON.minusMillis(1)));
        assertThat(store().find(GOOD, Dialect.RFC8461))
                .as("fetched before the removal")
                .isEmpty();
        store().save(good("3", NOON));
        assertThat(store().find(GOOD, Dialect.RFC8461))
                .as("fetched at the removal")
                .isEmpty();
        store().save(good("4", NOON.plusNanos(1000)));
        assertThat(store().find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .as("fetched after")
                .contains("4");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    default void aRemovalHoldsEvenWhereNothingWasStored(Dialect dialect) {
        store().remove(GOOD);
        store().save(new StoredPolicy(GOOD, dialect, "1", TEXT, NOON.minusMillis(1)));

        assertThat(store().find(GOOD, dialect)).isEmpty();
    }

    @Test
    default void aRemovalHoldsAgainstANodeWhoseClockIsFast() {
        Instant fast = NOON.plus(Duration.ofMinutes(3));
        otherNode().save(good("1", fast));
        store().remove(GOOD);
        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();

        otherNode().save(good("1", fast));
        assertThat(store().find(GOOD, Dialect.RFC8461))
                .as("the same fetch, written again")
                .isEmpty();
    }

    @Test
    default void aSecondRemovalMovesTheLimit() {
        store().remove(GOOD);
        clock().advance(Duration.ofHours(1));
        store().remove(GOOD);
        store().save(good("1", NOON.plusSeconds(60)));

        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();
    }

    @Test
    default void nodesSeeEachOthersPoliciesAndRemovals() {
        store().save(good("1", NOON.minusSeconds(1)));
        assertThat(otherNode().find(GOOD, Dialect.RFC8461)).contains(good("1", NOON.minusSeconds(1)));

        otherNode().remove(GOOD);
        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    default void ofTwoNodesTheLaterFetchWinsWhateverTheOrder(long seed) throws Exception {
        List<JdbcPolicyStore> nodes = List.of(otherNode(), otherNode());
        List<Integer> order = IntStream.range(0, 60).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new Random(seed));
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (var saved : threads.invokeAll(order.stream()
                    .<Callable<Boolean>>map(i -> () -> {
                        nodes.get(i % 2).save(good("id" + i, NOON.plusMillis(i)));
                        return true;
                    })
                    .toList())) {
                saved.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(good("id59", NOON.plusMillis(59)));
    }

    private void damage(String damage) throws SQLException {
        if (damage.startsWith("policy_text")) {
            execute(database(), "alter table mtasts_policy alter column policy_text set data type varchar(1000000)");
        }
        execute(database(), "update mtasts_policy set " + damage + " where domain = 'good.example'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record_id = null",
                "policy_text = null",
                "fetched_at = timestamp with time zone '200000-01-01 00:00:00+00'",
                "fetched_at = timestamp with time zone '0001-01-01 00:00:00+00'",
                "policy_text = repeat('x', 65537)"
            })
    default void aDamagedRowCannotTellAndGivesWayToANewFetch(String damage) throws SQLException {
        store().save(good("1", NOON));
        damage(damage);
        assertThatThrownBy(() -> store().find(GOOD, Dialect.RFC8461))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        failure -> assertThat(failure.isAboutOnePolicy()).isTrue())
                .hasMessageContaining("row of good.example cannot be read");

        store().save(good("2", NOON.plusSeconds(1)));
        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(good("2", NOON.plusSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refresh_at = timestamp with time zone '200000-01-01 00:00:00+00'",
                "refresh_at = timestamp with time zone '0001-01-01 00:00:00+00'"
            })
    default void anImpossibleTimeOfRefreshDamagesNoPolicy(String damage) throws SQLException {
        store().save(good("1", NOON));
        damage(damage);

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(good("1", NOON));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dialect = 'RFC9999'",
                "dialect = 'rfc8461'",
                "domain = 'GOOD.example'",
                "domain = 'not a domain'",
                "domain = ''"
            })
    default void aRowUnderAnotherKeyIsNotFoundAndGivesWayToANewFetch(String damage) throws SQLException {
        store().save(good("1", NOON));
        damage(damage);
        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();

        store().save(good("2", NOON.plusSeconds(1)));
        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(good("2", NOON.plusSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dialect = 'RFC9999'",
                "dialect = 'rfc8461'",
                "record_id = null",
                "domain = 'GOOD.example'",
                "domain = 'not a domain'",
                "domain = ''",
                "fetched_at = timestamp with time zone '200000-01-01 00:00:00+00'",
                "fetched_at = timestamp with time zone '0001-01-01 00:00:00+00'",
                "policy_text = repeat('x', 65537)"
            })
    default void aRowThatCannotBeReadDoesNotSpoilThePagesItStandsIn(String damage) throws SQLException {
        List<PolicyKey> readable = new ArrayList<>();
        for (String name : List.of("a.example", "good.example", "h.example", "z.example")) {
            PolicyKey key = new PolicyKey(DomainName.of(name), Dialect.RFC8461);
            store().save(new StoredPolicy(key.domain(), key.dialect(), "1", TEXT, NOON));
            store().hadMail(key, NOON);
            readable.add(key);
        }
        damage(damage);
        readable.remove(1);

        List<PolicyKey> due = allPages(2, after -> store().due(NOON.plus(Duration.ofDays(9)), NOON, after, 2));
        assertThat(due).containsAll(readable);
        assertThat(due)
                .isSubsetOf(Stream.concat(readable.stream(), Stream.of(new PolicyKey(GOOD, Dialect.RFC8461)))
                        .toList());
        assertThat(allPages(
                        2,
                        after -> store().list(after, 2).stream()
                                .map(StoredPolicy::key)
                                .toList()))
                .isEqualTo(readable);
        assertThat(store().list(Optional.empty(), 3)).as("a full page").hasSize(3);
    }

    /** One row in three can be read, so that pages begin and end in damage, and some hold nothing else. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    default void manyRowsThatCannotBeReadDoNotEndTheList(int limit) throws SQLException {
        List<PolicyKey> readable = new ArrayList<>();
        for (int i = 10; i < 40; i++) {
            PolicyKey key = new PolicyKey(DomainName.of("d" + i + ".example"), Dialect.RFC8461);
            store().save(new StoredPolicy(key.domain(), key.dialect(), "1", TEXT, NOON));
            if (i % 3 == 0) {
                readable.add(key);
            } else {
                execute(database(), "update mtasts_policy set record_id = null where domain = '" + key.domain() + "'");
            }
        }

        assertThat(allPages(
                        limit,
                        after -> store().list(after, limit).stream()
                                .map(StoredPolicy::key)
                                .toList()))
                .isEqualTo(readable);
    }

    @Test
    default void aRemovalHoldsOverARowOfAnImpossibleTime() throws SQLException {
        store().save(good("1", NOON.minusSeconds(10)));
        damage("fetched_at = timestamp with time zone '200000-01-01 00:00:00+00'");
        store().remove(GOOD);

        store().save(good("2", NOON.minusSeconds(1)));
        assertThat(store().find(GOOD, Dialect.RFC8461))
                .as("fetched before the removal")
                .isEmpty();
        store().save(good("3", NOON.plusSeconds(1)));
        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(good("3", NOON.plusSeconds(1)));
    }

    private Set<PolicyKey> changed(StoreChanges before) {
        return store().changesSince(before).keys();
    }

    /** Lets the last minute, within which changes are told once more, be over. */
    private void ageChanges() throws SQLException {
        execute(database(), "update mtasts_policy set changed_at = changed_at - interval '2' minute");
    }

    @Test
    @Requirement("R8461-10.3-1")
    default void whatOneNodeChangesIsToldToTheOthers() throws SQLException {
        PolicyKey key = new PolicyKey(GOOD, Dialect.RFC8461);
        PolicyKey draft = new PolicyKey(GOOD, Dialect.DRAFT06);
        StoreChanges before = store().changesSince(StoreChanges.NONE);
        assertThat(changed(before)).isEmpty();

        StoredPolicy future = good("1", storeTime().plus(Duration.ofDays(50 * 365)));
        otherNode().save(future);
        assertThat(changed(before)).as("saved").containsExactly(key);
        ageChanges();
        assertThat(changed(before)).as("told long ago").isEmpty();

        otherNode().redate(future, NOON.minusSeconds(1));
        assertThat(changed(before)).as("redated").containsExactly(key);
        ageChanges();

        otherNode().remove(GOOD);
        assertThat(changed(before)).as("removed").containsExactlyInAnyOrder(key, draft);
    }

    @Test
    default void whatChangesNothingIsNotTold() throws SQLException {
        store().save(good("2", NOON));
        ageChanges();
        StoreChanges before = store().changesSince(StoreChanges.NONE);

        store().save(good("1", NOON.minusSeconds(1)));
        store().redate(good("1", NOON.minusSeconds(1)), NOON);
        store().hadMail(new PolicyKey(GOOD, Dialect.RFC8461), NOON);
        store().lease(GOOD, "me", NOON, NOON.plusSeconds(60));

        assertThat(changed(before)).isEmpty();
    }

    /** A write is dated before its transaction is over, which may be after somebody looked. */
    @Test
    default void aChangeOfTheLastMinuteIsToldOnceMore() {
        StoreChanges before = store().changesSince(StoreChanges.NONE);
        store().save(good("1", NOON));
        StoreChanges then = store().changesSince(before);

        assertThat(then.cursor()).isGreaterThan(before.cursor());
        assertThat(changed(then)).containsExactly(new PolicyKey(GOOD, Dialect.RFC8461));
    }

    /** As after a failure of the database, if the one that takes over is behind. */
    @Test
    default void aClockThatWasSetBackHidesNoChange() {
        String ahead = Instant.parse("2999-01-01T00:00:00Z").toString();
        store().save(good("1", NOON));

        assertThat(changed(new StoreChanges(Set.of(), ahead))).containsExactly(new PolicyKey(GOOD, Dialect.RFC8461));
    }

    @Test
    default void aChangeThatCannotBeReadSpoilsNoOther() throws SQLException {
        StoreChanges before = store().changesSince(StoreChanges.NONE);
        store().save(good("1", NOON));
        damage("dialect = 'RFC9999'");
        store().save(good("1", NOON));

        assertThat(changed(before)).containsExactly(new PolicyKey(GOOD, Dialect.RFC8461));
    }

    @Test
    default void aLeaseIsGivenToOneAtATime() {
        Instant end = NOON.plusSeconds(60);
        assertThat(store().lease(GOOD, "a", NOON, end)).isTrue();
        assertThat(otherNode().lease(GOOD, "b", NOON, end)).as("held").isFalse();
        assertThat(otherNode().lease(DomainName.of("other.example"), "b", NOON, end))
                .as("another domain")
                .isTrue();

        otherNode().release(GOOD, "b");
        assertThat(otherNode().lease(GOOD, "b", NOON, end))
                .as("released by somebody else")
                .isFalse();
        store().release(GOOD, "a");
        assertThat(otherNode().lease(GOOD, "b", NOON, end)).as("released").isTrue();
        assertThat(store().lease(GOOD, "a", NOON, end)).as("held by the other").isFalse();
    }

    @Test
    default void theLeaseOfANodeThatDiedEnds() {
        store().lease(GOOD, "dead", NOON, NOON.plusSeconds(60));

        assertThat(otherNode().lease(GOOD, "b", NOON.plusSeconds(59), NOON.plusSeconds(119)))
                .isFalse();
        assertThat(otherNode().lease(GOOD, "b", NOON.plusSeconds(60), NOON.plusSeconds(120)))
                .isTrue();
        assertThat(store().lease(GOOD, "dead", NOON.plusSeconds(60), NOON.plusSeconds(120)))
                .as("too late")
                .isFalse();
    }

    @Test
    default void whoHasALeaseCanHaveItForLonger() {
        store().lease(GOOD, "a", NOON, NOON.plusSeconds(60));
        assertThat(store().lease(GOOD, "a", NOON.plusSeconds(30), NOON.plusSeconds(90)))
                .isTrue();

        assertThat(otherNode().lease(GOOD, "b", NOON.plusSeconds(89), NOON.plusSeconds(200)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void ofManyNodesThatAskAtOnceOneGetsTheLease(boolean anEndedOneIsThere) throws Exception {
        if (anEndedOneIsThere) {
            store().lease(GOOD, "dead", NOON.minusSeconds(60), NOON);
        }
        CyclicBarrier together = new CyclicBarrier(8);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        int given = 0;
        try {
            for (var asked : threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        JdbcPolicyStore node = otherNode();
                        together.await();
                        return node.lease(GOOD, "node " + i, NOON, NOON.plusSeconds(60));
                    })
                    .toList())) {
                given += asked.get() ? 1 : 0;
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(given).isOne();
    }

    @Test
    default void theTimeOfAFetchIsNeverRoundedIntoTheFuture() {
        store().save(good("1", NOON.plusNanos(999)));

        assertThat(store().find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::fetchedAt)
                .contains(NOON);
    }

    @Test
    default void whatAnExpiryIsMadeOfIsStoredAndNoExpiry() throws SQLException {
        assertThat(Databases.columns(database()))
                .containsExactly(
                        "domain",
                        "dialect",
                        "record_id",
                        "policy_text",
                        "fetched_at",
                        "refresh_at",
                        "mail_at",
                        "changed_at");
    }

    @Test
    default void connectionsThatDoNotCommitByThemselvesAreCommitted() {
        JdbcPolicyStore node = JdbcPolicyStore.in(throughTransactions(database()), StoreSchema.VALIDATE, clock());
        node.save(good("1", NOON.minusSeconds(1)));
        assertThat(store().find(GOOD, Dialect.RFC8461)).isPresent();

        node.remove(GOOD);
        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();
    }

    @Test
    default void oneRowIsKeptForEachDomainAndDialect() throws SQLException {
        for (int i = 1; i <= 3; i++) {
            store().save(good("id" + i, NOON.plusSeconds(i)));
            store().save(new StoredPolicy(GOOD, Dialect.DRAFT06, "id" + i, "{}", NOON.plusSeconds(i)));
        }
        assertThat(Databases.rows(database())).isEqualTo(2);

        store().remove(GOOD);
        assertThat(Databases.rows(database())).as("tombstones").isEqualTo(2);
    }

    @Test
    default void missingTablesEndTheStartWithTheSqlToRun() throws SQLException {
        clear(database());
        assertThatThrownBy(this::otherNode)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mtasts_policy")
                .hasMessageContaining("storeSchema=create")
                .hasMessageEndingWith(sql(database()));

        execute(database(), sql(database()));
        otherNode().save(good("1", NOON));
        assertThat(otherNode().find(GOOD, Dialect.RFC8461)).contains(good("1", NOON));
    }

    @Test
    default void ofTwoTablesTheOneThatIsMissingIsNamedAndCreated() throws SQLException {
        store().save(good("1", NOON));
        execute(database(), "drop table mtasts_lease");
        assertThatThrownBy(this::otherNode)
                .hasMessageContaining("create table mtasts_lease")
                .hasMessageNotContaining("create table mtasts_policy");

        JdbcPolicyStore node = JdbcPolicyStore.in(database(), StoreSchema.CREATE, clock());
        assertThat(node.lease(GOOD, "a", NOON, NOON.plusSeconds(60))).isTrue();
        assertThat(node.find(GOOD, Dialect.RFC8461)).contains(good("1", NOON));
    }

    @ParameterizedTest
    @EnumSource(StoreSchema.class)
    default void aTableOfTheFormerShapeEndsTheStartWithTheSqlToRun(StoreSchema schema) throws SQLException {
        execute(database(), "alter table mtasts_policy drop column refresh_at");
        execute(database(), "alter table mtasts_policy drop column changed_at");
        execute(database(), "drop table mtasts_lease");
        assertThatThrownBy(() -> JdbcPolicyStore.in(database(), schema, clock()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refresh_at")
                .hasMessageContaining("has not the columns")
                .hasMessageEndingWith("\ndrop table mtasts_policy;\n" + sql(database()));

        execute(database(), "drop table mtasts_policy;\n" + sql(database()));
        otherNode().save(good("1", NOON));
        assertThat(otherNode().find(GOOD, Dialect.RFC8461)).contains(good("1", NOON));
    }

    @Test
    default void nodesThatStartAtTheSameTimeCreateTheTablesOnce() throws Exception {
        clear(database());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (var started : threads.invokeAll(Collections.<Callable<JdbcPolicyStore>>nCopies(
                    4, () -> JdbcPolicyStore.in(throughTransactions(database()), StoreSchema.CREATE, clock())))) {
                assertThat(started.get().find(GOOD, Dialect.RFC8461)).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void aDatabaseThatIsDownIsUnavailableAndThenBack() throws SQLException {
        clear(database());
        Databases.Switch line = new Databases.Switch(database());
        line.cut();
        JdbcPolicyStore store = JdbcPolicyStore.in(line.dataSource(), StoreSchema.CREATE, clock());

        assertThatThrownBy(() -> store.find(GOOD, Dialect.RFC8461))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("the line is cut");
        assertThatThrownBy(() -> store.save(good("1", NOON)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("cannot be written");
        assertThatThrownBy(() -> store.remove(GOOD)).isInstanceOf(StoreUnavailableException.class);

        line.mend();
        store.save(good("1", NOON));
        assertThat(store.find(GOOD, Dialect.RFC8461)).contains(good("1", NOON));
    }

    @Test
    default void aTableThatVanishesIsNoEmptyStore() throws SQLException {
        execute(database(), "drop table mtasts_policy");

        assertThatThrownBy(() -> store().find(DomainName.of("other.example"), Dialect.RFC8461))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
