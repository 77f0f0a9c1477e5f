package io.github.camelmtasts.store;

import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.Untrusted;

/** Sees to it that the tables are there before they are used, or says what to run. Never alters a table. */
final class StoreTables {

    private final Transactions database;
    private final StoreSchema schema;

    StoreTables(Transactions database, StoreSchema schema) {
        this.database = database;
        this.schema = schema;
    }

    /** A table that cannot be used as it is. */
    private record Lack(PolicyTable.Part part, SQLException cause) {

        boolean hasOtherColumns() {
            return Transactions.isUnknownColumn(cause);
        }

        String sql() {
            return (hasOtherColumns() ? "drop table " + part.name() + ";\n" : "") + part.create();
        }
    }

    /**
     * Looks before it creates, as who may use a table need not be allowed to create one.
     *
     * @throws SQLException if the database cannot be reached, or a table cannot be used; then with the SQL to run
     */
    void prepare(PolicyTable tables) throws SQLException {
        List<Lack> lacks = lacks(tables.parts());
        if (lacks.stream().anyMatch(Lack::hasOtherColumns)) {
            throw withSql("has not the columns that this version needs; what it keeps can be fetched anew", lacks);
        }
        if (schema == StoreSchema.VALIDATE && !lacks.isEmpty()) {
            throw withSql("cannot be used; with storeSchema=create it would be created", lacks);
        }
        for (Lack lack : lacks) {
            create(lack.part());
        }
    }

    private List<Lack> lacks(List<PolicyTable.Part> parts) throws SQLException {
        List<Lack> lacks = new ArrayList<>();
        for (PolicyTable.Part part : parts) {
            try {
                look(part);
            } catch (SQLException failure) {
                if (Transactions.isOutage(failure)) {
                    throw failure;
                }
                lacks.add(new Lack(part, failure));
            }
        }
        return lacks;
    }

    private void look(PolicyTable.Part part) throws SQLException {
        database.once(connection -> {
            try (var look = Transactions.statement(connection, part.look())) {
                return look.execute();
            }
        });
    }

    private void create(PolicyTable.Part part) throws SQLException {
        try {
            database.once(connection -> {
                try (Statement create = connection.createStatement()) {
                    return create.execute(part.create());
                }
            });
        } catch (SQLException refused) {
            try {
                look(part); // another node may have been quicker
            } catch (SQLException stillMissing) {
                stillMissing.addSuppressed(refused);
                throw Transactions.isOutage(refused)
                        ? refused
                        : withSql("cannot be created", List.of(new Lack(part, refused)));
            }
        }
    }

    private static SQLException withSql(String problem, List<Lack> lacks) {
        SQLException cause = lacks.get(0).cause();
        return new SQLSyntaxErrorException(
                "The table " + lacks.get(0).part().name() + " " + problem + " ("
                        + Untrusted.text(String.valueOf(cause.getMessage())) + "). The SQL to run:\n"
                        + lacks.stream().map(Lack::sql).collect(Collectors.joining()),
                cause.getSQLState(),
                cause);
    }
}
