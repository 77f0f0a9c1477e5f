package io.github.camelmtasts.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.policy.Dialect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

import static io.github.camelmtasts.store.Databases.execute;
import static io.github.camelmtasts.store.JdbcPolicyStoreContract.good;
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
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        System.out.println("PostgreSQL tests: " + run + " run");
    }

    @BeforeEach
    void open() throws SQLException {
        execute(database(), "drop table if exists mtasts_policy");
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
        PGSimpleDataSource mailers = new PGSimpleDataSource();
        PGSimpleDataSource own = (PGSimpleDataSource) database();
        mailers.setUrl(own.getUrl());
        mailers.setUser("mailer");

        JdbcPolicyStore node = JdbcPolicyStore.in(mailers, StoreSchema.CREATE, clock);
        node.save(good("1", NOON.minusSeconds(1)));
        node.remove(GOOD);
        assertThat(node.find(GOOD, Dialect.RFC8461)).isEmpty();
        execute(database(), "revoke all on mtasts_policy from mailer");
    }

    @Test
    void aServerThatDoesNotRunIsUnavailable() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setServerNames(new String[] {"localhost"});
        nowhere.setPortNumbers(new int[] {1});
        JdbcPolicyStore node = JdbcPolicyStore.in(nowhere, StoreSchema.VALIDATE, clock);

        assertThatThrownBy(() -> node.find(GOOD, Dialect.RFC8461)).isInstanceOf(StoreUnavailableException.class);
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
