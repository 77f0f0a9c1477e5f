package io.github.camelmtasts.discovery;

import java.time.Instant;
import java.util.function.Function;

import io.github.camelmtasts.discovery.FetchBackoff.FailedFetch;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.store.StoredPolicy;

/** What came of fetching and reading a policy. */
sealed interface Download {

    /** A valid policy, as it came and as it reads. */
    record Policy(StoredPolicy stored, CachedPolicy parsed) implements Download {

        /** The same, dated no earlier than this. */
        Policy notBefore(Instant earliest) {
            return parsed.fetchedAt().isBefore(earliest)
                    ? new Policy(
                            stored.redated(earliest),
                            new CachedPolicy(parsed.domain(), parsed.recordId(), parsed.policy(), earliest))
                    : this;
        }
    }

    /** None, and why. */
    record Nothing(FailedFetch failure) implements Download {}

    default <T> T fold(Function<Policy, T> policy, Function<FailedFetch, T> nothing) {
        return this instanceof Policy fetched ? policy.apply(fetched) : nothing.apply(((Nothing) this).failure());
    }
}
