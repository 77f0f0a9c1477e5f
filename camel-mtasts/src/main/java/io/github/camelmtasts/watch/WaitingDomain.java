package io.github.camelmtasts.watch;

import java.time.Instant;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.policy.DomainName;

/**
 * A domain to which mail did not go out at the last attempt, and may later; or to which it failed for good.
 *
 * @param domain      of the recipients
 * @param since       when an attempt failed first
 * @param last        when one failed last
 * @param attempts    failed ones since then, counted for each recipient
 * @param reason      the last failure
 * @param explanation what happened, who can mend it, and what happens next; no personal address
 */
public record WaitingDomain(
        DomainName domain, Instant since, Instant last, long attempts, FailureReason reason, String explanation) {

    WaitingDomain continuedBy(WaitingDomain later) {
        return new WaitingDomain(domain, since, later.last, attempts + later.attempts, later.reason, later.explanation);
    }
}
