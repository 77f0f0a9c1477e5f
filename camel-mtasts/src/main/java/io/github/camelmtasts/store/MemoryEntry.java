package io.github.camelmtasts.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.PolicySyntaxException;

/**
 * A policy in memory, and what it is worth there. To lose one of mode none costs a fetch, and one in enforce the protection
 * of a domain; so the order is none, testing, enforce, and among equals the one first that had no mail for longest.
 *
 * @param policy what is kept
 * @param mode   what the policy's text says
 * @param mailAt when there was mail under it last, or {@link #NEVER}
 */
record MemoryEntry(StoredPolicy policy, Mode mode, Instant mailAt) implements Comparable<MemoryEntry> {

    static final Instant NEVER = Instant.MIN;

    /** In characters; what an entry costs beside its text, so that short texts are bounded in number. */
    private static final int WEIGHT_BESIDE_TEXT = 300;

    /**
     * No flood of strange domains takes the protection from those that had mail within a day; not each mail is noted, but one
     * in six hours.
     */
    private static final Duration IN_USE = Duration.ofHours(30);

    private static final Comparator<MemoryEntry> LEAST_WORTH_FIRST = Comparator.comparing(
                    MemoryEntry::mode, Comparator.reverseOrder())
            .thenComparing(MemoryEntry::mailAt)
            .thenComparing(entry -> entry.policy().fetchedAt())
            .thenComparing(MemoryEntry::key);

    /** A policy without mail so far. */
    static MemoryEntry of(StoredPolicy policy) {
        return new MemoryEntry(policy, modeOf(policy), NEVER);
    }

    /** A text that cannot be read protects nobody. */
    private static Mode modeOf(StoredPolicy policy) {
        try {
            return policy.parsed().policy().mode();
        } catch (PolicySyntaxException unreadable) {
            return Mode.NONE;
        }
    }

    MemoryEntry withMail(Instant at) {
        return new MemoryEntry(policy, mode, at);
    }

    MemoryEntry redated(Instant fetchedAt) {
        return new MemoryEntry(policy.redated(fetchedAt), mode, mailAt);
    }

    PolicyKey key() {
        return policy.key();
    }

    int weight() {
        return WEIGHT_BESIDE_TEXT + policy.text().length();
    }

    boolean isDue(Instant now, Instant mailSince) {
        return !policy.refreshAt().isAfter(now) && !mailAt.isBefore(mailSince);
    }

    /** Whether this one may go so that a policy that was fetched just now has room. */
    boolean givesWayTo(MemoryEntry newcomer) {
        boolean inUse = mode == Mode.ENFORCE
                && !mailAt.isBefore(newcomer.policy().fetchedAt().minus(IN_USE));
        return !inUse && mode.compareTo(newcomer.mode()) >= 0;
    }

    @Override
    public int compareTo(MemoryEntry other) {
        return LEAST_WORTH_FIRST.compare(this, other);
    }
}
