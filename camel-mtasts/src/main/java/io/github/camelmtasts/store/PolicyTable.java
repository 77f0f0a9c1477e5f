package io.github.camelmtasts.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Locale;

/**
 * The two tables, in the words of each database. A row of policies without a text is a tombstone: the policy was removed
 * then, and nothing fetched by then comes back. Who wins, of writes and of leases, is decided by the database within the
 * statement, as another node may write at the same time.
 *
 * <p>A fetch later than the year 9999 never was ({@link PolicyRows}), so whatever is written wins over it. {@code changed_at}
 * is by the database's clock, the only one that all nodes share.
 */
enum PolicyTable {
    H2("", "cast(%s as varbinary)", "current_timestamp", """
            merge into mtasts_policy kept
            using (values (cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as varchar),
                    cast(? as timestamp(6) with time zone), cast(? as timestamp(6) with time zone)))
                later (domain, dialect, record_id, policy_text, fetched_at, refresh_at)
            on kept.domain = later.domain and kept.dialect = later.dialect
            when matched and (kept.fetched_at < later.fetched_at
                    or kept.fetched_at = later.fetched_at and kept.policy_text is not null
                    or kept.fetched_at >= timestamp with time zone '10000-01-01 00:00:00+00')
                then update set record_id = later.record_id, policy_text = later.policy_text,
                    fetched_at = later.fetched_at, refresh_at = later.refresh_at, changed_at = current_timestamp
            when not matched
                then insert (domain, dialect, record_id, policy_text, fetched_at, refresh_at, changed_at)
                    values (later.domain, later.dialect, later.record_id, later.policy_text, later.fetched_at,
                        later.refresh_at, current_timestamp)
            """, """
            merge into mtasts_policy kept
            using (values (cast(? as varchar), cast(? as varchar), cast(? as timestamp(6) with time zone)))
                removal (domain, dialect, removed_at)
            on kept.domain = removal.domain and kept.dialect = removal.dialect
            when matched
                then update set record_id = null, policy_text = null, mail_at = null, changed_at = current_timestamp,
                    fetched_at = case when kept.fetched_at < timestamp with time zone '10000-01-01 00:00:00+00'
                        then greatest(kept.fetched_at, removal.removed_at) else removal.removed_at end
            when not matched
                then insert (domain, dialect, fetched_at, refresh_at, changed_at)
                    values (removal.domain, removal.dialect, removal.removed_at, removal.removed_at, current_timestamp)
            """, """
            merge into mtasts_lease held
            using (values (cast(? as varchar), cast(? as varchar), cast(? as timestamp(6) with time zone),
                    cast(? as timestamp(6) with time zone)))
                wanted (domain, holder, until, asked_at)
            on held.domain = wanted.domain
            when matched and (held.holder = wanted.holder or held.until <= wanted.asked_at)
                then update set holder = wanted.holder, until = wanted.until
            when not matched
                then insert (domain, holder, until) values (wanted.domain, wanted.holder, wanted.until)
            """),

    POSTGRESQL(" collate \"C\"", "%s collate \"C\"", "clock_timestamp()", """
            insert into mtasts_policy as kept
                (domain, dialect, record_id, policy_text, fetched_at, refresh_at, changed_at)
            values (?, ?, ?, ?, ?, ?, clock_timestamp())
            on conflict (domain, dialect) do update
                set record_id = excluded.record_id, policy_text = excluded.policy_text,
                    fetched_at = excluded.fetched_at, refresh_at = excluded.refresh_at, changed_at = clock_timestamp()
                where kept.fetched_at < excluded.fetched_at
                    or kept.fetched_at = excluded.fetched_at and kept.policy_text is not null
                    or kept.fetched_at >= timestamp with time zone '10000-01-01 00:00:00+00'
            """, """
            insert into mtasts_policy as kept (domain, dialect, fetched_at, refresh_at, changed_at)
            select wanted.domain, wanted.dialect, wanted.removed_at, wanted.removed_at, clock_timestamp()
                from (values (?, ?, cast(? as timestamp with time zone))) wanted (domain, dialect, removed_at)
            on conflict (domain, dialect) do update
                set record_id = null, policy_text = null, mail_at = null, changed_at = clock_timestamp(),
                    fetched_at = case when kept.fetched_at < timestamp with time zone '10000-01-01 00:00:00+00'
                        then greatest(kept.fetched_at, excluded.fetched_at) else excluded.fetched_at end
            """, """
            insert into mtasts_lease as held (domain, holder, until) values (?, ?, ?)
            on conflict (domain) do update
                set holder = excluded.holder, until = excluded.until
                where held.holder = excluded.holder or held.until <= ?
            """);

    /** The widths are those of RFC 1035, RFC 8461 section 3.1, and the largest body we fetch. */
    private static final String CREATE_POLICIES = """
            create table mtasts_policy (
                domain varchar(253)%1$s not null,
                dialect varchar(16)%1$s not null,
                record_id varchar(32),
                policy_text varchar(65536),
                fetched_at timestamp(6) with time zone not null,
                refresh_at timestamp(6) with time zone not null,
                mail_at timestamp(6) with time zone,
                changed_at timestamp(6) with time zone not null,
                primary key (domain, dialect)
            );
            create index mtasts_policy_due on mtasts_policy (refresh_at);
            create index mtasts_policy_changed on mtasts_policy (changed_at);
            """;

    private static final String CREATE_LEASES = """
            create table mtasts_lease (
                domain varchar(253)%1$s not null primary key,
                holder varchar(255) not null,
                until timestamp(6) with time zone not null
            );
            """;

    /** One character more than there can be tells a text that is too long, however long it is. */
    private static final String POLICIES = "select domain, dialect, record_id, left(policy_text, "
            + (PolicyRows.MAX_TEXT + 1)
            + ") as policy_text, fetched_at, refresh_at from mtasts_policy"
            + " where (policy_text is not null or record_id is not null)"; // an id without a text is damage

    private final String collation;
    private final String byCodePoint;
    private final String now;
    private final String save;
    private final String remove;
    private final String lease;

    PolicyTable(String collation, String byCodePoint, String now, String save, String remove, String lease) {
        this.collation = collation;
        this.byCodePoint = byCodePoint;
        this.now = now;
        this.save = save;
        this.remove = remove;
        this.lease = lease;
    }

    /** The tables as the database behind this connection has them. */
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

    /**
     * One of the tables.
     *
     * @param name   what it is called
     * @param look   fails if there is no such table, or it has not these columns, or we may not read it
     * @param create creates it and its indexes, in one go
     */
    record Part(String name, String look, String create) {}

    List<Part> parts() {
        return List.of(
                new Part(
                        "mtasts_policy",
                        "select domain, dialect, record_id, policy_text, fetched_at, refresh_at, mail_at, changed_at"
                                + " from mtasts_policy where 1 = 0",
                        CREATE_POLICIES.formatted(collation)),
                new Part(
                        "mtasts_lease",
                        "select domain, holder, until from mtasts_lease where 1 = 0",
                        CREATE_LEASES.formatted(collation)));
    }

    /** Of a domain and dialect. */
    String find() {
        return POLICIES + " and domain = ? and dialect = ?";
    }

    /** Behind a domain and dialect, so many. */
    String list() {
        return POLICIES + page();
    }

    /** To be refreshed by a time, with mail since another; behind a domain and dialect, so many. */
    String due() {
        return "select domain, dialect from mtasts_policy where policy_text is not null"
                + " and refresh_at <= ? and mail_at >= ?" + page();
    }

    /** In the order of {@link PolicyKey}, whatever the collation of the database. */
    private String page() {
        String keys = byCodePoint.formatted("domain") + ", " + byCodePoint.formatted("dialect");
        String after = byCodePoint.formatted("?") + ", " + byCodePoint.formatted("?");
        return " and (" + keys + ") > (" + after + ") order by " + keys + " limit ?";
    }

    /** A policy: domain, dialect, record id, text, time of fetch, time of refresh. */
    String save() {
        return save;
    }

    /** New times of fetch and refresh; for a domain and dialect fetched at the time that comes last, if that is to come. */
    String redate() {
        return "update mtasts_policy set fetched_at = ?, refresh_at = ?, changed_at = " + now
                + " where domain = ? and dialect = ? and fetched_at = ? and policy_text is not null and fetched_at > "
                + now + " + interval '" + PolicyStore.CLOCK_TOLERANCE.toMinutes() + "' minute";
    }

    /** The time of a mail; for a domain and dialect without mail at or after the time that comes last. */
    String hadMail() {
        return "update mtasts_policy set mail_at = ? where domain = ? and dialect = ? and policy_text is not null"
                + " and (mail_at is null or mail_at < ?)";
    }

    /** A tombstone: domain, dialect, time of removal. */
    String remove() {
        return remove;
    }

    /** A domain, a dialect, and the time of fetch that the policy must have. */
    String forget() {
        return "delete from mtasts_policy where domain = ? and dialect = ? and fetched_at = ? and policy_text is not null";
    }

    /** The tombstones that were written before a time. */
    String forgetRemovals() {
        return "delete from mtasts_policy where policy_text is null and changed_at < ?";
    }

    /** What time it is by the database's clock. */
    String time() {
        return "select " + now;
    }

    /** The keys of what was changed at a time or later. */
    String changes() {
        return "select domain, dialect from mtasts_policy where changed_at >= ?";
    }

    /** Domain, holder, end, time of asking; changes a row if the holder has the lease then. */
    String lease() {
        return lease;
    }

    /** Of a domain, by a holder. */
    String release() {
        return "delete from mtasts_lease where domain = ? and holder = ?";
    }
}
