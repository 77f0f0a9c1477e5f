package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;

/**
 * Clears the store of policies that expired some time ago, and of what it keeps of removals. One thread at a time looks; any may
 * ask how many there are.
 */
final class ExpiredPolicies {

    /** So long after its end a policy may still be fetched once more where DNS cannot say whether there is a record. */
    static final Duration KEPT_FOR = Duration.ofDays(30);

    static final Duration BETWEEN_LOOKS = Duration.ofHours(6);

    /** With texts of the greatest length these are 13 MB. */
    private static final int PAGE = 100;

    private final PolicyStore store;
    private final Clock clock;

    private Instant next = Instant.MIN;
    private volatile int count;

    ExpiredPolicies(PolicyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** How many there were at the last look, without those that it cleared. */
    int count() {
        return count;
    }

    /**
     * Looks if that is due.
     *
     * @throws StoreUnavailableException if the store does not answer; the next look does it then
     */
    void lookIfDue() {
        Instant now = clock.instant();
        if (!now.isBefore(next)) {
            next = now.plus(BETWEEN_LOOKS);
            look(now);
        }
    }

    private void look(Instant now) {
        int left = 0;
        Optional<PolicyKey> last = Optional.empty();
        List<StoredPolicy> page;
        do {
            page = store.list(last, PAGE);
            for (StoredPolicy row : page) {
                left += isLeft(row, now) ? 1 : 0;
                last = Optional.of(row.key());
            }
        } while (page.size() == PAGE);
        store.forgetRemovals(KEPT_FOR);
        count = left;
    }

    /** Whether it has expired, and is kept for a while. */
    private boolean isLeft(StoredPolicy row, Instant now) {
        Duration life = lifeOf(row);
        if (now.isBefore(row.fetchedAt().plus(life))) {
            return false;
        }
        Duration whole = life.plus(KEPT_FOR);
        if (now.isBefore(row.fetchedAt().plus(whole))) {
            return true;
        }
        store.forget(row, whole);
        return false;
    }

    /** No policy lives longer than one that cannot be read is taken to. */
    private static Duration lifeOf(StoredPolicy row) {
        try {
            return row.parsed().policy().maxAge();
        } catch (PolicySyntaxException altered) {
            return Policy.MAX_MAX_AGE;
        }
    }
}
