package io.github.camelmtasts.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps policies in a table of H2 or PostgreSQL, where they outlive the process and several nodes share them. A write wins
 * only over what was fetched earlier, whatever the order in which nodes write; a removal leaves a tombstone, so that a slow
 * write does not undo it. Safe for use by many threads and many nodes; needs no transaction of the caller, and takes part
 * in none.
 */
public final class JdbcPolicyStore implements PolicyStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcPolicyStore.class);

    /** A mail waits behind each statement. */
    private static final int STATEMENT_TIMEOUT_SECONDS = 10;

    /** Two nodes that write the first row of a domain and dialect at the same time: one of them is told to try again. */
    private static final int MAX_TRIES = 5;

    private final DataSource dataSource;
    private final StoreSchema schema;
    private final Clock clock;
    private final Runnable whenClosed;

    /** Null as long as the database could not be reached. */
    private volatile @Nullable PolicyTable table;

    private JdbcPolicyStore(DataSource dataSource, StoreSchema schema, Clock clock, Runnable whenClosed) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.clock = clock;
        this.whenClosed = whenClosed;
    }

    /**
     * A store in somebody's database, with the table in the default schema of its connections. The data source stays open
     * when the store is closed. A database that is down for the moment does not end the start: the store is unavailable
     * until it answers.
     *
     * @param clock gives the time of removals
     * @throws IllegalStateException if the table is missing under {@code validate} (the message has the SQL to run), or
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
            if (!isOutage(failure)) {
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
        return run("read", (connection, known) -> {
            try (PreparedStatement find = statement(connection, PolicyTable.FIND, domain.toString(), dialect.name());
                    ResultSet rows = find.executeQuery()) {
                return rows.next() ? read(domain, dialect, rows) : Optional.empty();
            }
        });
    }

    private static Optional<StoredPolicy> read(DomainName domain, Dialect dialect, ResultSet row) throws SQLException {
        @Nullable String recordId = row.getString("record_id");
        OffsetDateTime fetchedAt = row.getObject("fetched_at", OffsetDateTime.class);
        if (recordId == null) {
            LOG.warn("The stored policy of {} cannot be read and is fetched anew: it has no record id", domain);
            return Optional.empty();
        }
        return Optional.of(
                new StoredPolicy(domain, dialect, recordId, row.getString("policy_text"), fetchedAt.toInstant()));
    }

    @Override
    public void save(StoredPolicy policy) {
        run(
                "written",
                (connection, known) -> update(
                        connection,
                        known.save(),
                        policy.domain().toString(),
                        policy.dialect().name(),
                        policy.recordId(),
                        policy.text(),
                        column(policy.fetchedAt())));
    }

    @Override
    public void remove(DomainName domain) {
        OffsetDateTime now = column(clock.instant());
        run("written", (connection, known) -> {
            for (Dialect dialect : Dialect.values()) {
                update(connection, known.remove(), domain.toString(), dialect.name(), now);
            }
            return true;
        });
    }

    @Override
    public void redate(StoredPolicy policy, Instant fetchedAt) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void hadMail(PolicyKey key, Instant at) {}

    @Override
    public List<PolicyKey> due(Instant now, Instant mailSince, Optional<PolicyKey> after, int limit) {
        return List.of();
    }

    @Override
    public List<StoredPolicy> list(Optional<PolicyKey> after, int limit) {
        return List.of();
    }

    /** Closes what this store opened, which is nothing if the data source is somebody else's. */
    @Override
    public void close() {
        whenClosed.run();
    }

    /** What PostgreSQL can keep; the rest of an instant would be rounded, perhaps into the future. */
    private static OffsetDateTime column(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = statement(connection, sql, values)) {
            return update.executeUpdate();
        }
    }

    private static PreparedStatement statement(Connection connection, String sql, Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(STATEMENT_TIMEOUT_SECONDS);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private interface Work<T> {
        T on(Connection connection, PolicyTable table) throws SQLException;
    }

    private <T> T run(String what, Work<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                PolicyTable known = table();
                return inTransaction(connection -> work.on(connection, known));
            } catch (SQLException failure) {
                if (tries == MAX_TRIES || !isRace(failure)) {
                    throw new StoreUnavailableException(
                            "the policy store cannot be " + what + ": "
                                    + Untrusted.text(String.valueOf(failure.getMessage())),
                            failure);
                }
            }
        }
    }

    private interface Step<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Step<T> step) throws SQLException {
        try (Connection connection = connect()) {
            T result = step.on(connection);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return result;
        }
    }

    private Connection connect() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException closed) { // so answer pools that are closed, and some that wrap others
            throw new SQLException("no connection: " + closed.getMessage(), "08003", closed);
        }
    }

    private PolicyTable table() throws SQLException {
        PolicyTable known = table;
        if (known == null) {
            known = inTransaction(PolicyTable::of);
            prepare();
            table = known;
        }
        return known;
    }

    /** Looks before it creates, as who may use a table need not be allowed to create one. */
    private void prepare() throws SQLException {
        try {
            look();
        } catch (SQLException missing) {
            if (isOutage(missing)) {
                throw missing;
            }
            if (schema == StoreSchema.VALIDATE) {
                throw withSql(
                        "The table mtasts_policy cannot be used; with storeSchema=create it would be created", missing);
            }
            create();
        }
    }

    private void create() throws SQLException {
        try {
            inTransaction(connection -> {
                PolicyTable.create(connection);
                return true;
            });
        } catch (SQLException refused) {
            try {
                look(); // another node may have been quicker
            } catch (SQLException stillMissing) {
                stillMissing.addSuppressed(refused);
                throw isOutage(refused) ? refused : withSql("The table mtasts_policy cannot be created", refused);
            }
        }
    }

    private void look() throws SQLException {
        inTransaction(connection -> {
            PolicyTable.look(connection);
            return true;
        });
    }

    private static SQLException withSql(String problem, SQLException cause) {
        return new SQLSyntaxErrorException(
                problem + " (" + Untrusted.text(String.valueOf(cause.getMessage())) + "). The SQL to run:\n"
                        + PolicyTable.CREATE + ";",
                cause.getSQLState(),
                cause);
    }

    /** Connection failures, exhausted resources and shutdowns pass; a wrong password or name does not. */
    private static boolean isOutage(SQLException failure) {
        String state = stateOf(failure);
        return failure instanceof SQLTransientException
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57");
    }

    /** Serialization failures, deadlocks, and a row that somebody inserted between look and insert. */
    private static boolean isRace(SQLException failure) {
        String state = stateOf(failure);
        return state.startsWith("40") || state.equals("23505") || state.equals("90131");
    }

    private static String stateOf(SQLException failure) {
        return String.valueOf(failure.getSQLState());
    }
}
