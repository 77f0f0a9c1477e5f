package io.github.camelmtasts.store;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;

/** Data sources as tests need them. */
public final class Databases {

    private Databases() {}

    public static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The database without our tables, whichever of them it has. */
    static void clear(DataSource database) throws SQLException {
        execute(database, "drop table if exists mtasts_policy");
        execute(database, "drop table if exists mtasts_lease");
    }

    /** What creates our tables in this database. */
    static String sql(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return PolicyTable.of(connection).parts().stream()
                    .map(PolicyTable.Part::create)
                    .collect(Collectors.joining());
        }
    }

    static List<String> columns(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from mtasts_policy")) {
            ResultSetMetaData table = rows.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= table.getColumnCount(); i++) {
                names.add(table.getColumnName(i).toLowerCase(Locale.ROOT));
            }
            return names;
        }
    }

    /** What time it is by the database's clock. */
    static Instant time(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(PolicyTable.of(connection).time())) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    static int rows(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from mtasts_policy")) {
            count.next();
            return count.getInt(1);
        }
    }

    private interface Opening {
        Connection open() throws SQLException;
    }

    private static DataSource answering(Opening opening) {
        return (DataSource) Proxy.newProxyInstance(
                Databases.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return opening.open();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** A database whose connections are kept open and lent again. */
    static DataSource pooled(ConnectionPoolDataSource source) {
        ConnectionPool pool = new ConnectionPool(source);
        return answering(pool::lend);
    }

    /** The same database, by connections that commit only when they are told to. */
    static DataSource throughTransactions(DataSource database) {
        return answering(() -> {
            Connection connection = database.getConnection();
            connection.setAutoCommit(false);
            return connection;
        });
    }

    /** A database whose line can be cut, as far as new connections go. */
    public static final class Switch {

        private final DataSource dataSource;
        private volatile boolean cut;

        public Switch(DataSource database) {
            this.dataSource = answering(() -> {
                if (cut) {
                    throw new SQLException("the line is cut", "08006");
                }
                return database.getConnection();
            });
        }

        public DataSource dataSource() {
            return dataSource;
        }

        public void cut() {
            cut = true;
        }

        public void mend() {
            cut = false;
        }
    }
}
