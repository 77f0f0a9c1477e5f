package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;

/**
 * What an operator can do about policies: look at them, have one renewed, and get rid of one that somebody planted (RFC 8461
 * section 10.3). A policy that is in force goes only when a newer one came, or by force. Safe for use by many threads.
 */
public final class PolicyOperator {

    /** Rows to read at once: few questions to the store, and little memory for their texts. */
    private static final int PAGE = 500;

    private final DnsLookup dns;
    private final PolicyStore store;
    private final PolicyCache policies;
    private final PolicyUpdater updater;
    private final Clock clock;

    PolicyOperator(Doors doors, PolicyCache policies, PolicyUpdater updater, Clock clock) {
        this.dns = doors.dns();
        this.store = doors.store();
        this.policies = policies;
        this.updater = updater;
        this.clock = clock;
    }

    /**
     * What came of an order.
     *
     * @param changed whether the domain's policy is another one now, or gone
     * @param policy  the policy that counts now; empty if there is none
     * @param detail  the sentence for a person
     */
    public record Result(boolean changed, Optional<CachedPolicy> policy, String detail) {}

    /**
     * Policies that are kept, expired ones too, ordered by domain and dialect; rows that cannot be read are left out.
     *
     * @param after only what comes behind this one; empty to begin
     * @param limit how many rows to read at most
     * @throws StoreUnavailableException if the store cannot be read now
     */
    public List<CachedPolicy> list(Optional<PolicyKey> after, int limit) {
        return store.list(after, limit).stream()
                .flatMap(row -> parse(row).stream())
                .toList();
    }

    /**
     * The policies in force, ordered by domain and dialect. Reads on past those that expired or cannot be read.
     *
     * @param most how many at most
     * @throws StoreUnavailableException if the store cannot be read now
     */
    public List<CachedPolicy> inForce(long most) {
        Instant now = clock.instant();
        List<CachedPolicy> found = new ArrayList<>();
        List<StoredPolicy> page = store.list(Optional.empty(), PAGE);
        while (!page.isEmpty() && found.size() < most) {
            page.stream()
                    .flatMap(row -> parse(row).stream())
                    .filter(policy -> policy.usableAt(now))
                    .limit(most - found.size())
                    .forEach(found::add);
            PolicyKey last = page.get(page.size() - 1).key();
            page = page.size() < PAGE ? List.of() : store.list(Optional.of(last), PAGE);
        }
        return found;
    }

    /**
     * The policy under this key, if it is in force.
     *
     * @throws StoreUnavailableException if the store cannot be read now
     */
    public Optional<CachedPolicy> inForce(PolicyKey key) {
        return store.find(key.domain(), key.dialect())
                .flatMap(PolicyOperator::parse)
                .filter(policy -> policy.usableAt(clock.instant()));
    }

    private static Optional<CachedPolicy> parse(StoredPolicy row) {
        try {
            return Optional.of(row.parsed());
        } catch (PolicySyntaxException altered) {
            return Optional.empty();
        }
    }

    /** Fetches the domain's policy now, whatever is kept and however lately somebody failed. */
    public Result refresh(DomainName domain, DialectChoice choice) {
        Inquiry inquiry = new Inquiry(domain, choice);
        Optional<CachedPolicy> before = policies.inForce(inquiry, clock.instant());
        return fetchNow(inquiry, before)
                .map(update -> update.fold(
                        (policy, source) -> came(before, policy),
                        failure -> new Result(false, before, failure.detail())))
                .orElseGet(() -> new Result(false, before, nothingToFetch(domain)));
    }

    /** Empty if no record announces a policy, and none is kept. */
    private Optional<Update> fetchNow(Inquiry inquiry, Optional<CachedPolicy> before) {
        updater.backoff().forget(inquiry.domain());
        return inquiry.idIn(dns.freshTxt(inquiry.domain().recordName()))
                .or(() -> before.map(CachedPolicy::recordId))
                .map(id -> updater.anew(inquiry, id));
    }

    private static Result came(Optional<CachedPolicy> before, CachedPolicy policy) {
        boolean isAnother = before.map(
                        kept -> !kept.policy().sha256().equals(policy.policy().sha256()))
                .orElse(true);
        return new Result(
                isAnother,
                Optional.of(policy),
                "The policy of " + policy.domain() + " was fetched; its mode is "
                        + policy.policy().mode().name().toLowerCase(Locale.ROOT) + ", and it is in force until "
                        + policy.expiresAt() + ".");
    }

    private static String nothingToFetch(DomainName domain) {
        return "No MTA-STS record of " + domain + " can be found, and no policy of it is kept.";
    }

    /**
     * Gets rid of the domain's policy: fetches first, and what came takes its place. If nothing came the old policy goes only
     * by force; mail to the domain then goes out without one until one can be fetched again.
     *
     * @throws StoreUnavailableException if it shall go by force and the store cannot be written now
     */
    public Result purge(DomainName domain, DialectChoice choice, boolean force) {
        Inquiry inquiry = new Inquiry(domain, choice);
        Optional<CachedPolicy> before = policies.inForce(inquiry, clock.instant());
        return fetchNow(inquiry, before)
                .map(update -> update.fold(
                        (policy, source) -> came(before, policy),
                        failure -> withoutNewer(domain, before, failure.detail(), force)))
                .orElseGet(() -> withoutNewer(domain, before, nothingToFetch(domain), force));
    }

    private Result withoutNewer(DomainName domain, Optional<CachedPolicy> before, String detail, boolean force) {
        if (force) {
            policies.remove(domain);
            updater.backoff().forget(domain);
            return new Result(
                    before.isPresent(),
                    Optional.empty(),
                    "No newer policy of " + domain + " came, and what was kept of it was removed by force. " + detail);
        }
        String stays = before.isPresent()
                ? "The policy of " + domain + " stays, as no newer one came; it can be removed by force. "
                : "";
        return new Result(false, before, stays + detail);
    }

    /** What is kept for the domain, of each dialect. */
    public List<CachedPolicy> kept(DomainName domain) {
        return List.of(Dialect.values()).stream()
                .flatMap(dialect -> store.find(domain, dialect).stream())
                .flatMap(row -> parse(row).stream())
                .toList();
    }
}
