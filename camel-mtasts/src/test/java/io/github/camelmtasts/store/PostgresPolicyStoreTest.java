package io.github.camelmtasts.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static io.github.camelmtasts.store.Databases.execute;
import static io.github.camelmtasts.store.JdbcPolicyStoreContract.good;
import static io.github.camelmtasts.store.PolicyStoreContract.allPages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** On a real PostgreSQL. Where that cannot run these tests fail; they are never skipped. */
@Timeout(120)
class PostgresPolicyStoreTest implements JdbcPolicyStoreContract {

    private static PostgresServer server;
    private static int run;

    private final MovableClock clock = MovableClock.at(NOON.toString());
    private JdbcPolicyStore store;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.shared();
    }

    @AfterAll
    static void tell() {
        System.out.println("PostgreSQL tests: " + run + " run");
    }

    @BeforeEach
    void open() throws SQLException {
        Databases.clear(database());
        store = JdbcPolicyStore.in(database(), StoreSchema.CREATE, clock);
    }

    @AfterEach
    void count() {
        run++;
    }

    @Override
    public PolicyStore store() {
        return store;
    }

    @Override
    public DataSource database() {
        return server.dataSource();
    }

    @Override
    public MovableClock clock() {
        return clock;
    }

    @Test
    void aUserWhoMayNotCreateTablesMayUseOne() throws SQLException {
        execute(database(), "drop role if exists mailer");
        execute(database(), "create role mailer login");
        execute(database(), "grant select, insert, update on mtasts_policy to mailer");
        execute(database(), "grant select, insert, update, delete on mtasts_lease to mailer");
        PGSimpleDataSource mailers = new PGSimpleDataSource();
        mailers.setUrl(server.url());
        mailers.setUser("mailer");

        JdbcPolicyStore node = JdbcPolicyStore.in(mailers, StoreSchema.CREATE, clock);
        node.save(good("1", NOON.minusSeconds(1)));
        node.remove(GOOD);
        assertThat(node.find(GOOD, Dialect.RFC8461)).isEmpty();
        assertThat(node.lease(GOOD, "mailer", NOON, NOON.plusSeconds(60))).isTrue();
        node.release(GOOD, "mailer");
        execute(database(), "revoke all on mtasts_policy, mtasts_lease from mailer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fetched_at = 'infinity'", "fetched_at = '-infinity'", "fetched_at = '4713-01-01 00:00:00+00 BC'"
            })
    void aTimeThatOnlyPostgresHasIsDamage(String damage) throws SQLException {
        aDamagedRowCannotTellAndGivesWayToANewFetch(damage);
        store.remove(GOOD);
        aRowThatCannotBeReadDoesNotSpoilThePagesItStandsIn(damage);
    }

    @Test
    void anInfiniteTimeOfRefreshDamagesNoPolicy() throws SQLException {
        anImpossibleTimeOfRefreshDamagesNoPolicy("refresh_at = 'infinity'");
    }

    /** In most locales hyphens and dots count last, and in some of them numbers by their value. */
    @Test
    void aDatabaseOfAnotherCollationKeepsTheOrderOfTheKeys() throws SQLException {
        execute(database(), "drop database if exists collated");
        execute(
                database(),
                "create database collated template template0 locale_provider icu icu_locale 'en-u-kn-true' locale 'C'");
        PGSimpleDataSource collated = new PGSimpleDataSource();
        collated.setUrl(server.url());
        collated.setUser("postgres");
        collated.setDatabaseName("collated");
        JdbcPolicyStore node = JdbcPolicyStore.in(collated, StoreSchema.CREATE, clock);
        List<DomainName> domains = NAMES.stream().map(DomainName::of).sorted().toList();
        domains.forEach(domain -> node.save(new StoredPolicy(domain, Dialect.RFC8461, "1", TEXT, NOON)));

        assertThat(allPages(
                        3,
                        after -> node.list(after, 3).stream()
                                .map(StoredPolicy::key)
                                .toList()))
                .extracting(PolicyKey::domain)
                .isEqualTo(domains);
    }

    @Test
    void aServerThatDoesNotRunIsUnavailable() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setServerNames(new String[] {"localhost"});
        nowhere.setPortNumbers(new int[] {1});
        JdbcPolicyStore node = JdbcPolicyStore.in(nowhere, StoreSchema.VALIDATE, clock);

        assertThatThrownBy(() -> node.find(GOOD, Dialect.RFC8461)).isInstanceOf(StoreUnavailableException.class);
    }

    /** Dated when it was written, seen when it is committed. */
    @Test
    void aWriteThatIsCommittedAfterTheNextLookIsToldAtTheOneAfterThat() throws SQLException {
        StoreChanges before = store.changesSince(StoreChanges.NONE);
        StoreChanges meanwhile;
        try (Connection other = database().getConnection()) {
            other.setAutoCommit(false);
            Transactions.update(
                    other,
                    PolicyTable.POSTGRESQL.remove(),
                    GOOD.toString(),
                    Dialect.RFC8461.name(),
                    NOON.atOffset(ZoneOffset.UTC));
            meanwhile = store.changesSince(before);
            other.commit();
        }

        assertThat(meanwhile.keys()).isEmpty();
        assertThat(store.changesSince(meanwhile).keys()).containsExactly(new PolicyKey(GOOD, Dialect.RFC8461));
    }

    @Test
    void theDocumentedSqlIsWhatRuns() throws Exception {
        assertThat(Files.readString(Path.of("../docs/sending.md")))
                .contains("```sql\n" + Databases.sql(database()) + "```");
    }

    /** The database orders the writes of two transactions, and judges the second by what the first left. */
    @Test
    void aWriteThatWaitedForAnotherIsJudgedByWhatThatLeft() throws Exception {
        store.save(good("1", NOON));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection other = database().getConnection()) {
            other.setAutoCommit(false);
            try (var update = other.createStatement()) {
                update.execute(
                        "update mtasts_policy set record_id = '3', fetched_at = fetched_at + interval '3 seconds'");
            }
            Future<?> slow = thread.submit(() -> store.save(good("2", NOON.plusSeconds(2))));
            awaitBlocked();
            other.commit();
            slow.get();
        } finally {
            thread.shutdownNow();
        }

        assertThat(store.find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .contains("3");
    }

    private void awaitBlocked() throws SQLException, InterruptedException {
        try (Connection observer = database().getConnection();
                var look = observer.prepareStatement("select 1 from pg_locks where not granted")) {
            boolean blocked = false;
            while (!blocked) {
                try (var rows = look.executeQuery()) {
                    blocked = rows.next();
                }
                Thread.sleep(10);
            }
        }
    }
}
