package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.policy.DomainName;

/**
 * Why mail waits: the domains to which it could not go out lately. A domain leaves when an attempt leaves nobody there waiting, or
 * when it is not tried.
 */
final class WaitingDomains {

    /** More than a person reads; those that failed longest ago make room. */
    static final int MAX_DOMAINS = 200;

    /** Longer than the longest usual pause of a mail between two attempts; by then it is tried no more. */
    static final Duration LATELY = Duration.ofHours(6);

    private final ConcurrentMap<DomainName, WaitingDomain> domains = new ConcurrentHashMap<>();

    void heard(DeliveryReport report) {
        Map<DomainName, List<RecipientReport>> byDomain = report.recipients().stream()
                .collect(Collectors.groupingBy(each -> each.recipient().domain()));
        byDomain.forEach((domain, recipients) -> heard(domain, recipients, report.at()));
    }

    private void heard(DomainName domain, List<RecipientReport> recipients, Instant at) {
        List<Failure> deferred = recipients.stream()
                .filter(each -> each.outcome() == Outcome.DEFERRED)
                .flatMap(each -> each.failure().stream())
                .toList();
        if (!deferred.isEmpty()) {
            Failure last = deferred.get(deferred.size() - 1);
            waits(new WaitingDomain(domain, at, at, deferred.size(), last.reason(), last.explanation()));
        } else if (domains.containsKey(domain)) { // nearly always false, and takes no lock
            domains.remove(domain);
        }
    }

    private void waits(WaitingDomain waiting) {
        domains.merge(
                waiting.domain(),
                waiting,
                (before, later) -> isLately(before, later.last()) ? before.continuedBy(later) : later);
        while (domains.size() > MAX_DOMAINS) {
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
