package io.github.camelmtasts.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps policies in H2 or PostgreSQL, where they outlive the process and several nodes share them. A write wins only over
 * what was fetched earlier, whatever the order in which nodes write; a removal leaves a tombstone, so that a slow write does
 * not undo it. Safe for use by many threads and many nodes; needs no transaction of the caller, and takes part
 * in none.
 */
public final class JdbcPolicyStore implements PolicyStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcPolicyStore.class);

    private final Transactions database;
    private final StoreTables tables;
    private final Clock clock;
    private final Runnable whenClosed;

    /** Null as long as the database could not be reached. */
    private volatile @Nullable PolicyTable table;

    private JdbcPolicyStore(DataSource dataSource, StoreSchema schema, Clock clock, Runnable whenClosed) {
        this.database = new Transactions(dataSource);
        this.tables = new StoreTables(database, schema);
        this.clock = clock;
        this.whenClosed = whenClosed;
    }

    /**
     * A store in somebody's database, with the tables in the default schema of its connections. The data source stays open
     * when the store is closed. A database that is down for the moment does not end the start: the store is unavailable
     * until it answers.
     *
     * @param clock gives the time of removals
     * @throws IllegalStateException if a table is missing under {@code validate} (the message has the SQL to run), or
     *     cannot be used
     */
    public static JdbcPolicyStore in(DataSource dataSource, StoreSchema schema, Clock clock) {
        JdbcPolicyStore store = new JdbcPolicyStore(dataSource, schema, clock, () -> {});
        store.start();
        return store;
    }

    /**
     * A store in an H2 database of its own, in the file {@code mtasts.mv.db} in this directory, for one process at a time.
     * What is saved is in the file when {@link #save} returns.
     *
     * @param clock gives the time of removals
     * @throws IllegalStateException if H2 is not on the class path, or the database cannot be opened, or as for {@link #in}
     */
    public static JdbcPolicyStore inDirectory(Path directory, StoreSchema schema, Clock clock) {
        JdbcPolicyStore store;
        try {
            var pool = H2Directory.open(directory);
            store = new JdbcPolicyStore(pool, schema, clock, pool::dispose);
        } catch (NoClassDefFoundError missing) {
            throw new IllegalStateException(
                    "storeDirectory needs H2, which is not on the class path: add the dependency"
                            + " com.h2database:h2:2.4.240",
                    missing);
        }
        try {
            store.start();
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
        return store;
    }

    private void start() {
        try {
            table();
        } catch (SQLException failure) {
            if (!Transactions.isOutage(failure)) {
                throw new IllegalStateException(failure.getMessage(), failure);
            }
            LOG.warn(
                    "The database of MTA-STS policies cannot be reached; until it answers, mail to domains whose policy is"
                            + " not in memory waits: {}",
                    Untrusted.text(String.valueOf(failure.getMessage())));
        }
    }

    @Override
    public Optional<StoredPolicy> find(DomainName domain, Dialect dialect) {
        return run("read", (connection, sql) -> {
            try (PreparedStatement find =
                            Transactions.statement(connection, sql.find(), domain.toString(), dialect.name());
                    ResultSet rows = find.executeQuery()) {
                return rows.next() ? Optional.of(PolicyRows.policy(rows)) : Optional.empty();
            } catch (IllegalArgumentException damage) {
                throw StoreUnavailableException.damaged(domain, damage);
            }
        });
    }

    @Override
    public void save(StoredPolicy policy) {
        update(
                PolicyTable::save,
                policy.domain().toString(),
                policy.dialect().name(),
                policy.recordId(),
                policy.text(),
                Transactions.column(policy.fetchedAt()),
                Transactions.column(policy.refreshAt()));
    }

    @Override
    public void redate(StoredPolicy policy, Instant fetchedAt) {
        StoredPolicy redated = policy.redated(fetchedAt);
        update(
                PolicyTable::redate,
                Transactions.column(redated.fetchedAt()),
                Transactions.column(redated.refreshAt()),
                policy.domain().toString(),
                policy.dialect().name(),
                Transactions.column(policy.fetchedAt()));
    }

    @Override
    public void remove(DomainName domain) {
        OffsetDateTime now = Transactions.column(clock.instant());
        run("written", (connection, sql) -> {
            for (Dialect dialect : Dialect.values()) {
                Transactions.update(connection, sql.remove(), domain.toString(), dialect.name(), now);
            }
            return true;
        });
    }

    @Override
    public void forget(StoredPolicy expired, Duration age) {
        OffsetDateTime fetchedAt = Transactions.column(expired.fetchedAt());
        run("written", (connection, sql) -> {
            boolean isOld = !expired.fetchedAt()
                    .isAfter(ChangeLook.time(connection, sql).minus(age));
            PolicyKey key = expired.key();
            return isOld
                    ? Transactions.update(
                            connection,
                            sql.forget(),
                            key.domain().toString(),
                            key.dialect().name(),
                            fetchedAt)
                    : 0;
        });
    }

    @Override
    public void forgetRemovals(Duration age) {
        run("written", (connection, sql) -> {
            Instant before = ChangeLook.time(connection, sql).minus(age);
            return Transactions.update(connection, sql.forgetRemovals(), Transactions.column(before));
        });
    }

    @Override
    public void hadMail(PolicyKey key, Instant at) {
        OffsetDateTime time = Transactions.column(at);
        update(
                PolicyTable::hadMail,
                time,
                key.domain().toString(),
                key.dialect().name(),
                time);
    }

    @Override
    public List<PolicyKey> due(Instant now, Instant mailSince, Optional<PolicyKey> after, int limit) {
        List<Object> times = List.of(Transactions.column(now), Transactions.column(mailSince));
        return run("read", (connection, sql) -> PolicyRows.keys(connection, sql.due(), times, after, limit));
    }

    @Override
    public List<StoredPolicy> list(Optional<PolicyKey> after, int limit) {
        return run("read", (connection, sql) -> PolicyRows.page(connection, sql.list(), after, limit));
    }

    @Override
    public StoreChanges changesSince(StoreChanges before) {
        return run("read", (connection, sql) -> ChangeLook.after(before, connection, sql));
    }

    @Override
    public boolean lease(DomainName domain, String holder, Instant now, Instant until) {
        return update(
                        PolicyTable::lease,
                        domain.toString(),
                        holder,
                        Transactions.column(until),
                        Transactions.column(now))
                > 0;
    }

    @Override
    public void release(DomainName domain, String holder) {
        update(PolicyTable::release, domain.toString(), holder);
    }

    /** Closes what this store opened, which is nothing if the data source is somebody else's. */
    @Override
    public void close() {
        whenClosed.run();
    }

    private int update(Function<PolicyTable, String> statement, Object... values) {
        return run("written", (connection, sql) -> Transactions.update(connection, statement.apply(sql), values));
    }

    private interface Work<T> {
        T on(Connection connection, PolicyTable sql) throws SQLException;
    }

    private <T> T run(String what, Work<T> work) {
        try {
            PolicyTable sql = table();
            return database.untilNobodyDisturbs(connection -> work.on(connection, sql));
        } catch (SQLException failure) {
            throw new StoreUnavailableException(
                    "the policy store cannot be " + what + ": " + Untrusted.text(String.valueOf(failure.getMessage())),
                    failure);
        }
    }

    private PolicyTable table() throws SQLException {
        PolicyTable known = table;
        if (known == null) {
            known = database.once(PolicyTable::of);
            tables.prepare(known);
            table = known;
        }
        return known;
    }
}
