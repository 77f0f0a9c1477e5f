package io.github.camelmtasts;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.github.camelmtasts.policy.DomainName;

/**
 * Who is under way to which policy domain, so that a slow one does not take up every consumer of a queue. Nobody waits for a
 * turn here. Safe for use by many threads.
 */
final class DomainTurns {

    private final int limit;
    private final Map<DomainName, Integer> underWay = new HashMap<>();

    /** So many mails at once to each domain. */
    DomainTurns(int limit) {
        this.limit = limit;
    }

    /** Takes a turn at each of the domains, to be given back once; or none at all, if one of them has no more. */
    synchronized boolean take(Set<DomainName> domains) {
        boolean free = domains.stream().allMatch(domain -> underWay.getOrDefault(domain, 0) < limit);
        if (free) {
            domains.forEach(domain -> underWay.merge(domain, 1, Integer::sum));
        }
        return free;
    }

    /** Gives back what {@link #take} took. */
    synchronized void giveBack(Set<DomainName> domains) {
        domains.forEach(domain -> underWay.computeIfPresent(domain, (name, count) -> count == 1 ? null : count - 1));
    }
}
