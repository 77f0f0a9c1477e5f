package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.policy.DomainName;

/** Why mail waits: the domains to which it could not go out lately. A domain leaves when it takes mail, or is not tried. */
final class WaitingDomains {

    /** More than a person reads; those that failed longest ago make room. */
    static final int MAX_DOMAINS = 200;

    /** Longer than the longest usual pause of a mail between two attempts; by then it is tried no more. */
    static final Duration LATELY = Duration.ofHours(6);

    private final ConcurrentMap<DomainName, WaitingDomain> domains = new ConcurrentHashMap<>();

    void heard(RecipientReport report, Instant at) {
        DomainName domain = report.recipient().domain();
        if (report.outcome() == Outcome.DELIVERED) {
            if (domains.containsKey(domain)) { // nearly always false, and takes no lock
                domains.remove(domain);
            }
        } else if (report.outcome() == Outcome.DEFERRED) {
            report.failure().ifPresent(failure -> waits(domain, failure, at));
        }
    }

    private void waits(DomainName domain, Failure failure, Instant at) {
        domains.merge(
                domain,
                new WaitingDomain(domain, at, at, 1, failure.reason(), failure.explanation()),
                (before, later) -> isLately(before, at) ? before.continuedBy(later) : later);
        if (domains.size() > MAX_DOMAINS) {
            domains.values().stream()
                    .min(Comparator.comparing(WaitingDomain::last))
                    .ifPresent(eldest -> domains.remove(eldest.domain(), eldest));
        }
    }

    private static boolean isLately(WaitingDomain waiting, Instant now) {
        return waiting.last().isAfter(now.minus(LATELY));
    }

    /** Those that wait longest first. */
    List<WaitingDomain> all(Instant now) {
        domains.values().removeIf(waiting -> !isLately(waiting, now));
        return domains.values().stream()
                .sorted(Comparator.comparing(WaitingDomain::since).thenComparing(WaitingDomain::domain))
                .toList();
    }
}
