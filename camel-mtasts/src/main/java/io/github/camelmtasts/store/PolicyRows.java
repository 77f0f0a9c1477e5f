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
 * Reads rows that anybody may have altered: one that cannot be is told of in the log, and counts as absent. It neither ends
 * the page that it stands in nor takes the place of another row there.
 */
final class PolicyRows {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyRows.class);

    /** In characters, of which a body of 64 KB has no more (RFC 8461 section 3.3). */
    static final int MAX_TEXT = 64 * 1024;

    /** Beyond these no clock was just wrong, and a sum of times might overflow. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant TOO_LATE = Instant.parse("+10000-01-01T00:00:00Z");

    private PolicyRows() {}

    /** The policies behind {@code after}, as many as can be read. The parameters come before those of the page. */
    static List<StoredPolicy> page(
            Connection connection, String sql, List<Object> parameters, Optional<PolicyKey> after, int limit)
            throws SQLException {
        List<StoredPolicy> found = new ArrayList<>();
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
                    policy(rows).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** The policy in this row. */
    static Optional<StoredPolicy> policy(ResultSet row) throws SQLException {
        try {
            return Optional.of(new StoredPolicy(
                    domain(row),
                    dialect(row),
                    recordId(row),
                    text(row),
                    possibleTime(row, "fetched_at"),
                    possibleTime(row, "refresh_at")));
        } catch (IllegalArgumentException damage) {
            return absent(row, damage);
        }
    }

    /** The key of this row. */
    static Optional<PolicyKey> key(ResultSet row) throws SQLException {
        try {
            return Optional.of(new PolicyKey(domain(row), dialect(row)));
        } catch (IllegalArgumentException damage) {
            return absent(row, damage);
        }
    }

    private static <T> Optional<T> absent(ResultSet row, IllegalArgumentException damage) throws SQLException {
        LOG.warn(
                "The stored policy of {} cannot be read and is fetched anew: {}",
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

    private static String recordId(ResultSet row) throws SQLException {
        @Nullable String recordId = row.getString("record_id");
        if (recordId == null) {
            throw new IllegalArgumentException("it has no record id");
        }
        return recordId;
    }

    private static String text(ResultSet row) throws SQLException {
        String text = row.getString("policy_text");
        return checked(text.length() <= MAX_TEXT, text, "its text is longer than " + MAX_TEXT + " characters");
    }

    private static Instant possibleTime(ResultSet row, String column) throws SQLException {
        Instant time = row.getObject(column, OffsetDateTime.class).toInstant();
        return checked(!time.isBefore(EARLIEST) && time.isBefore(TOO_LATE), time, "its " + column + " is " + time);
    }

    private static <T> T checked(boolean right, T value, String fault) {
        if (!right) {
            throw new IllegalArgumentException(fault);
        }
        return value;
    }
}
