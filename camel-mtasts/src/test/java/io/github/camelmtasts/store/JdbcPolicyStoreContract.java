package io.github.camelmtasts.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.store.Databases.execute;
import static io.github.camelmtasts.store.Databases.throughTransactions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every {@link JdbcPolicyStore} does beyond the contract of all stores, on whatever database. */
interface JdbcPolicyStoreContract extends PolicyStoreContract {

    /** The database under the store, as another node sees it. */
    DataSource database();

    /** The clock of {@link #store()}; it shows {@link #NOON} at the start of a test. */
    MovableClock clock();

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

    @ParameterizedTest
    @ValueSource(strings = {"dialect = 'RFC9999'", "dialect = 'rfc8461'", "record_id = null"})
    default void aRowThatCannotBeReadIsAbsentAndGivesWayToANewFetch(String damage) throws SQLException {
        store().save(good("1", NOON));
        execute(database(), "update mtasts_policy set " + damage);
        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();

        store().save(good("2", NOON.plusSeconds(1)));
        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(good("2", NOON.plusSeconds(1)));
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
                .containsExactly("domain", "dialect", "record_id", "policy_text", "fetched_at");
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
    default void aMissingTableEndsTheStartWithTheSqlToRun() throws SQLException {
        execute(database(), "drop table mtasts_policy");
        assertThatThrownBy(this::otherNode)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mtasts_policy")
                .hasMessageContaining("storeSchema=create")
                .hasMessageEndingWith(PolicyTable.CREATE + ";");

        execute(database(), PolicyTable.CREATE);
        otherNode().save(good("1", NOON));
        assertThat(otherNode().find(GOOD, Dialect.RFC8461)).contains(good("1", NOON));
    }

    @Test
    default void aTableWithOtherColumnsEndsTheStart() throws SQLException {
        execute(database(), "alter table mtasts_policy drop column fetched_at");

        assertThatThrownBy(this::otherNode)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fetched_at");
        assertThatThrownBy(() -> JdbcPolicyStore.in(database(), StoreSchema.CREATE, clock()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be created");
    }

    @Test
    default void nodesThatStartAtTheSameTimeCreateOneTable() throws Exception {
        execute(database(), "drop table mtasts_policy");
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
        execute(database(), "drop table mtasts_policy");
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
