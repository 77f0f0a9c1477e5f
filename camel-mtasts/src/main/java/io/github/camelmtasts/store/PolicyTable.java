package io.github.camelmtasts.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Locale;

/**
 * The one table, in the words of each database. A row without a text is a tombstone: the policy was removed then, and
 * nothing fetched by then comes back. Whether a write wins is decided by the database within the statement, as another
 * node may write at the same time.
 */
enum PolicyTable {
    H2("""
            merge into mtasts_policy kept
            using (values (cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as varchar),
                    cast(? as timestamp(6) with time zone)))
                later (domain, dialect, record_id, policy_text, fetched_at)
            on kept.domain = later.domain and kept.dialect = later.dialect
            when matched and (kept.fetched_at < later.fetched_at
                    or kept.fetched_at = later.fetched_at and kept.policy_text is not null)
                then update set record_id = later.record_id, policy_text = later.policy_text,
                    fetched_at = later.fetched_at
            when not matched
                then insert (domain, dialect, record_id, policy_text, fetched_at)
                    values (later.domain, later.dialect, later.record_id, later.policy_text, later.fetched_at)
            """, """
            merge into mtasts_policy kept
            using (values (cast(? as varchar), cast(? as varchar), cast(? as timestamp(6) with time zone)))
                removal (domain, dialect, removed_at)
            on kept.domain = removal.domain and kept.dialect = removal.dialect
            when matched
                then update set record_id = null, policy_text = null,
                    fetched_at = greatest(kept.fetched_at, removal.removed_at)
            when not matched
                then insert (domain, dialect, fetched_at)
                    values (removal.domain, removal.dialect, removal.removed_at)
            """),

    POSTGRESQL("""
            insert into mtasts_policy as kept (domain, dialect, record_id, policy_text, fetched_at)
            values (?, ?, ?, ?, ?)
            on conflict (domain, dialect) do update
                set record_id = excluded.record_id, policy_text = excluded.policy_text,
                    fetched_at = excluded.fetched_at
                where kept.fetched_at < excluded.fetched_at
                    or kept.fetched_at = excluded.fetched_at and kept.policy_text is not null
            """, """
            insert into mtasts_policy as kept (domain, dialect, fetched_at)
            values (?, ?, ?)
            on conflict (domain, dialect) do update
                set record_id = null, policy_text = null,
                    fetched_at = greatest(kept.fetched_at, excluded.fetched_at)
            """);

    /** The same in all databases; the widths are those of RFC 1035, RFC 8461 section 3.1, and the largest body we fetch. */
    static final String CREATE = """
            create table mtasts_policy (
                domain varchar(253) not null,
                dialect varchar(16) not null,
                record_id varchar(32),
                policy_text varchar(65536),
                fetched_at timestamp(6) with time zone not null,
                primary key (domain, dialect)
            )""";

    static final String FIND = "select record_id, policy_text, fetched_at from mtasts_policy"
            + " where domain = ? and dialect = ? and policy_text is not null";

    private static final String LOOK =
            "select domain, dialect, record_id, policy_text, fetched_at from mtasts_policy where 1 = 0";

    private final String save;
    private final String remove;

    PolicyTable(String save, String remove) {
        this.save = save;
        this.remove = remove;
    }

    /** A policy: domain, dialect, record id, text, time of fetch. */
    String save() {
        return save;
    }

    /** A tombstone: domain, dialect, time of removal. */
    String remove() {
        return remove;
    }

    /** The table as the database behind this connection has it. */
    static PolicyTable of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "h2" -> H2;
            case "postgresql" -> POSTGRESQL;
            default ->
                throw new SQLFeatureNotSupportedException(
                        "Policies can be kept in H2 and PostgreSQL, not in " + product);
        };
    }

    /** Fails if there is no such table, or it has not these columns, or we may not read it. */
    static void look(Connection connection) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement(LOOK)) {
            look.executeQuery().close();
        }
    }

    static void create(Connection connection) throws SQLException {
        try (PreparedStatement create = connection.prepareStatement(CREATE)) {
            create.executeUpdate();
        }
    }
}
