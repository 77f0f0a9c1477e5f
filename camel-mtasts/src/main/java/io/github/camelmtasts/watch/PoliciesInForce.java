package io.github.camelmtasts.watch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.discovery.PolicyOperator;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.store.PolicyKey;

/**
 * Policies in force, by domain and dialect; of too many the first, and those besides whose refresh fails.
 *
 * @param listed    how each of them stands
 * @param truncated whether there are others
 */
public record PoliciesInForce(List<PolicyStanding> listed, boolean truncated) {

    /** There is none. */
    static final PoliciesInForce NONE = new PoliciesInForce(List.of(), false);

    public PoliciesInForce {
        listed = List.copyOf(listed);
    }

    /** Reads so many at most, and as many more at most whose refresh fails. */
    static PoliciesInForce read(PolicyOperator policies, List<OverdueRefresh> overdue, int most) {
        List<CachedPolicy> found = policies.inForce(most + 1L); // one more says that there are more
        if (found.size() <= most) {
            return new PoliciesInForce(standing(found.stream(), overdue), false);
        }
        PolicyKey beyond = keyOf(found.get(most));
        Stream<CachedPolicy> failing = overdue.stream()
                .map(OverdueRefresh::key)
                .filter(key -> key.compareTo(beyond) >= 0)
                .sorted()
                .limit(most)
                .flatMap(key -> policies.inForce(key).stream());
        return new PoliciesInForce(standing(Stream.concat(found.stream().limit(most), failing), overdue), true);
    }

    static List<PolicyStanding> standing(Stream<CachedPolicy> policies, List<OverdueRefresh> overdue) {
        Map<PolicyKey, OverdueRefresh> rows =
                overdue.stream().collect(Collectors.toMap(OverdueRefresh::key, Function.identity()));
        return policies.map(policy -> new PolicyStanding(policy, Optional.ofNullable(rows.get(keyOf(policy)))))
                .toList();
    }

    private static PolicyKey keyOf(CachedPolicy policy) {
        return new PolicyKey(policy.domain(), policy.policy().dialect());
    }
}
