package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.policy.DomainName;

/** The domains to which mail failed for good within the last hour. A later mail that is delivered takes none of it back. */
final class FailedDomains {

    static final int MAX_DOMAINS = 200;

    static final Duration LATELY = Duration.ofHours(1);

    private final ConcurrentMap<DomainName, WaitingDomain> domains = new ConcurrentHashMap<>();

    void heard(DeliveryReport report) {
        report.recipients().stream()
                .filter(recipient -> recipient.outcome() == Outcome.FAILED)
                .forEach(
                        recipient -> recipient.failure().ifPresent(failure -> failed(recipient, failure, report.at())));
    }

    private void failed(RecipientReport recipient, Failure failure, Instant at) {
        DomainName domain = recipient.recipient().domain();
        domains.merge(
                domain,
                new WaitingDomain(domain, at, at, 1, failure.reason(), recipient.explanation()),
                (before, later) -> isLately(before, at) ? before.continuedBy(later) : later);
        while (domains.size() > MAX_DOMAINS) {
            domains.values().stream()
                    .min(Comparator.comparing(WaitingDomain::last))
                    .ifPresent(eldest -> domains.remove(eldest.domain(), eldest));
        }
    }

    private static boolean isLately(WaitingDomain failed, Instant now) {
        return failed.last().isAfter(now.minus(LATELY));
    }

    /** The latest first. */
    List<WaitingDomain> all(Instant now) {
        domains.values().removeIf(failed -> !isLately(failed, now));
        return domains.values().stream()
                .sorted(Comparator.comparing(WaitingDomain::last).reversed().thenComparing(WaitingDomain::domain))
                .toList();
    }
}
