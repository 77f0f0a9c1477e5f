package io.github.camelmtasts.springboot.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.MxPattern;
import io.github.camelmtasts.watch.PolicyStanding;
import org.jspecify.annotations.Nullable;

/**
 * A policy in force.
 *
 * @param lastRefresh when it last came over HTTPS
 * @param overdue     how its refresh fails; null if it does not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeptPolicy(
        String domain,
        String mode,
        String dialect,
        String id,
        Instant lastRefresh,
        Instant expiresAt,
        List<String> mx,
        @Nullable Overdue overdue) {

    /**
     * A refresh that fails.
     *
     * @param failures how many times in a row
     * @param since    when it failed first
     * @param next     when it is tried again
     * @param detail   what failed, and who can mend it
     */
    record Overdue(int failures, Instant since, Instant next, String detail) {

        static Overdue of(OverdueRefresh overdue) {
            return new Overdue(overdue.failures(), overdue.since(), overdue.next(), overdue.detail());
        }
    }

    static List<KeptPolicy> all(List<PolicyStanding> policies) {
        return policies.stream().map(KeptPolicy::of).toList();
    }

    private static KeptPolicy of(PolicyStanding standing) {
        CachedPolicy cached = standing.policy();
        return new KeptPolicy(
                cached.domain().toString(),
                cached.policy().mode().name().toLowerCase(Locale.ROOT),
                cached.policy().dialect().name().toLowerCase(Locale.ROOT),
                cached.recordId(),
                cached.fetchedAt(),
                cached.expiresAt(),
                cached.policy().mxPatterns().stream().map(MxPattern::toString).toList(),
                standing.overdue().map(Overdue::of).orElse(null));
    }
}
