package io.github.camelmtasts.store;

import java.time.Duration;
import java.time.Instant;

import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;

/**
 * A policy as it came off the wire. Who takes it out parses it again, so that a row which somebody altered is judged like a
 * body from a stranger; the expiry follows from the text and is not kept.
 *
 * @param domain    the policy domain
 * @param dialect   how to read the text
 * @param recordId  the id of the TXT record that announced it
 * @param text      the body
 * @param fetchedAt when it came over HTTPS
 * @param refreshAt from when on it shall be fetched anew in the background; only an index, nothing expires by it
 */
public record StoredPolicy(
        DomainName domain, Dialect dialect, String recordId, String text, Instant fetchedAt, Instant refreshAt) {

    /** RFC 8461 section 3.3 suggests to look for a new policy once a day. */
    private static final Duration USUAL_REFRESH = Duration.ofDays(1);

    /** A policy to be refreshed after the usual time. */
    public StoredPolicy(DomainName domain, Dialect dialect, String recordId, String text, Instant fetchedAt) {
        this(domain, dialect, recordId, text, fetchedAt, fetchedAt.plus(USUAL_REFRESH));
    }

    StoredPolicy toBeRefreshedAt(Instant otherRefreshAt) {
        return new StoredPolicy(domain, dialect, recordId, text, fetchedAt, otherRefreshAt);
    }

    /** What it is kept under. */
    public PolicyKey key() {
        return new PolicyKey(domain, dialect);
    }

    /**
     * The policy that the text says.
     *
     * @throws PolicySyntaxException if it says none: somebody altered it
     */
    public CachedPolicy parsed() throws PolicySyntaxException {
        return new CachedPolicy(domain, recordId, PolicyParser.of(dialect).parse(text), fetchedAt);
    }

    /** The same as if it had been fetched then: the time until its refresh stays as long as it was. */
    public StoredPolicy redated(Instant otherFetchedAt) {
        Duration untilRefresh = Duration.between(fetchedAt, refreshAt);
        return new StoredPolicy(domain, dialect, recordId, text, otherFetchedAt, otherFetchedAt.plus(untilRefresh));
    }
}
