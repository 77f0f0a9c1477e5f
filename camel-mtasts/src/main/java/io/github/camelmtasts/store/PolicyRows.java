package io.github.camelmtasts.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows that anybody may have altered. A damaged row says nothing about its policy, which is not the same as "none"; in
 * a page it is logged and skipped, and neither ends the page nor takes the place of another row.
 */
final class PolicyRows {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyRows.class);

    /** In characters, of which a body of 64 KB has no more (RFC 8461 section 3.3). */
    static final int MAX_TEXT = 64 * 1024;

    /** Beyond these no clock was just wrong, and a sum of times might overflow. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant TOO_LATE = Instant.parse("+10000-01-01T00:00:00Z");

    private PolicyRows() {}

    /** The policies behind {@code after}, as many as can be read. */
    static List<StoredPolicy> page(Connection connection, String sql, Optional<PolicyKey> after, int limit)
            throws SQLException {
        return page(connection, sql, List.of(), after, limit, PolicyRows::readable);
    }

    private interface Reader<T> {
        Optional<T> read(ResultSet row) throws SQLException;
    }

    private static <T> List<T> page(
            Connection connection,
            String sql,
            List<Object> parameters,
            Optional<PolicyKey> after,
            int limit,
            Reader<T> reader)
            throws SQLException {
        List<T> found = new ArrayList<>();
        String domain = after.map(key -> key.domain().toString()).orElse("");
        String dialect = after.map(key -> key.dialect().name()).orElse("");
        int seen = limit;
        while (seen == limit && found.size() < limit) {
            List<Object> values = new ArrayList<>(parameters);
            values.addAll(List.of(domain, dialect, limit));
            seen = 0;
            try (PreparedStatement page = Transactions.statement(connection, sql, values.toArray());
                    ResultSet rows = page.executeQuery()) {
                while (found.size() < limit && rows.next()) {
                    seen++;
                    domain = rows.getString("domain");
                    dialect = rows.getString("dialect");
                    reader.read(rows).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** @throws IllegalArgumentException if the row is damaged */
    static StoredPolicy policy(ResultSet row) throws SQLException {
        StoredPolicy policy = new StoredPolicy(
                domain(row),
                dialect(row),
                required(row, "record_id"),
                text(row),
                time(row, "fetched_at")
                        .orElseThrow(() -> new IllegalArgumentException("its fetched_at is missing or impossible")));
        return time(row, "refresh_at").map(policy::toBeRefreshedAt).orElse(policy); // an index damages no policy
    }

    private static Optional<StoredPolicy> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(policy(row));
        } catch (IllegalArgumentException damage) {
            return skipped(row, damage);
        }
    }

    /** The keys behind {@code after}; the parameters come before those of the page. Reads no text. */
    static List<PolicyKey> keys(
            Connection connection, String sql, List<Object> parameters, Optional<PolicyKey> after, int limit)
            throws SQLException {
        return page(connection, sql, parameters, after, limit, PolicyRows::key);
    }

    /** The key of this row. */
    static Optional<PolicyKey> key(ResultSet row) throws SQLException {
        try {
            return Optional.of(new PolicyKey(domain(row), dialect(row)));
        } catch (IllegalArgumentException damage) {
            return skipped(row, damage);
        }
    }

    private static <T> Optional<T> skipped(ResultSet row, IllegalArgumentException damage) throws SQLException {
        LOG.warn(
                "The stored policy of {} cannot be read; the next mail to the domain fetches it anew: {}",
                Untrusted.text(row.getString("domain")),
                Untrusted.text(String.valueOf(damage.getMessage())));
        return Optional.empty();
    }

    private static DomainName domain(ResultSet row) throws SQLException {
        String name = row.getString("domain");
        DomainName domain = DomainName.of(name);
        return checked(domain.toString().equals(name), domain, "its domain is written otherwise");
    }

    private static Dialect dialect(ResultSet row) throws SQLException {
        return Dialect.valueOf(row.getString("dialect"));
    }

    private static String required(ResultSet row, String column) throws SQLException {
        @Nullable String value = row.getString(column);
        if (value == null) {
            throw new IllegalArgumentException("its " + column + " is missing");
        }
        return value;
    }

    private static String text(ResultSet row) throws SQLException {
        String text = required(row, "policy_text");
        return checked(text.length() <= MAX_TEXT, text, "its text is longer than " + MAX_TEXT + " characters");
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant)
                .filter(time -> !time.isBefore(EARLIEST) && time.isBefore(TOO_LATE));
    }

    private static <T> T checked(boolean right, T value, String fault) {
        if (!right) {
            throw new IllegalArgumentException(fault);
        }
        return value;
    }
}
