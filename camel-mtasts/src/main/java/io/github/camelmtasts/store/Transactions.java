package io.github.camelmtasts.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import javax.sql.DataSource;

/** Short pieces of work on a database, each on a connection and in a transaction of its own. Thread-safe. */
final class Transactions {

    /** A mail waits behind each statement. */
    private static final int STATEMENT_TIMEOUT_SECONDS = 10;

    /** Two nodes that write the first row of a domain and dialect at the same time: one of them is told to try again. */
    private static final int MAX_TRIES = 5;

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource dataSource;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = connect()) {
            T result = work.on(connection);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return result;
        }
    }

    /** As {@link #once}, and again if another transaction came in between. */
    <T> T untilNobodyDisturbs(Work<T> work) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return once(work);
            } catch (SQLException failure) {
                if (tries == MAX_TRIES || !isRace(failure)) {
                    throw failure;
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException closed) { // so answer pools that are closed, and some that wrap others
            throw new SQLException("no connection: " + closed.getMessage(), "08003", closed);
        }
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = statement(connection, sql, values)) {
            return update.executeUpdate();
        }
    }

    static PreparedStatement statement(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(STATEMENT_TIMEOUT_SECONDS);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** What PostgreSQL can keep; the rest of an instant would be rounded, perhaps into the future. */
    static OffsetDateTime column(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Connection failures, exhausted resources and shutdowns pass; a wrong password or name does not. */
    static boolean isOutage(SQLException failure) {
        String state = stateOf(failure);
        return failure instanceof SQLTransientException
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57");
    }

    /** A "data exception" of the SQL standard: another value would have been taken. */
    static boolean isAboutValues(SQLException failure) {
        return stateOf(failure).startsWith("22");
    }

    /** Serialization failures, deadlocks, and a row that somebody inserted between look and insert. */
    private static boolean isRace(SQLException failure) {
        String state = stateOf(failure);
        return state.startsWith("40") || state.equals("23505") || state.equals("90131");
    }

    /** By the SQL standard, or as PostgreSQL has it. */
    static boolean isUnknownColumn(SQLException failure) {
        String state = stateOf(failure);
        return state.equals("42S22") || state.equals("42703");
    }

    private static String stateOf(SQLException failure) {
        return String.valueOf(failure.getSQLState());
    }
}
