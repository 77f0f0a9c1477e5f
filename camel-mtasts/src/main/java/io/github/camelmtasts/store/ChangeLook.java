package io.github.camelmtasts.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Set;

/** One node's look at what all have written. The cursor is the time of the look by the database's clock. */
final class ChangeLook {

    /**
     * How far back from the former look changes are told again: a change is dated when it is written, and seen when it is
     * committed, some statements of {@link Transactions} later.
     */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private ChangeLook() {}

    static StoreChanges after(StoreChanges before, Connection connection, PolicyTable sql) throws SQLException {
        Instant now = time(connection, sql);
        if (before.cursor().isEmpty()) {
            return new StoreChanges(Set.of(), now.toString());
        }
        Instant former = Instant.parse(before.cursor());
        Instant since = former.isBefore(now) ? former : now; // the clock of a database that took over may be behind
        return new StoreChanges(changes(connection, sql, since.minus(OVERLAP)), now.toString());
    }

    static Instant time(Connection connection, PolicyTable sql) throws SQLException {
        try (PreparedStatement time = Transactions.statement(connection, sql.time());
                ResultSet rows = time.executeQuery()) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static Set<PolicyKey> changes(Connection connection, PolicyTable sql, Instant since) throws SQLException {
        try (PreparedStatement changes = Transactions.statement(connection, sql.changes(), Transactions.column(since));
                ResultSet rows = changes.executeQuery()) {
            Set<PolicyKey> keys = new HashSet<>();
            while (rows.next()) {
                PolicyRows.key(rows).ifPresent(keys::add);
            }
            return keys;
        }
    }
}
