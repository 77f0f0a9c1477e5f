package io.github.camelmtasts.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.ShownCertificate;

/** Whether a certificate will do for as long as senders hold the host to the policy. */
final class Expiry {

    /** Whoever renews by machine has renewed by then: a third of the 90 days that such certificates live is usual. */
    static final Duration RENEWED_BY_THEN = Duration.ofDays(21);

    private Expiry() {}

    /** A warning if nobody seems to renew it, a note if it is yet to be renewed; empty if it lasts, or nobody depends on it. */
    static Optional<Finding> of(FindingCode code, String host, ShownCertificate leaf, DomainView view) {
        return view.validPolicy()
                .filter(policy -> policy.mode() != Mode.NONE)
                .map(policy -> view.at().plus(policy.maxAge()))
                .filter(end -> leaf.notAfter().isBefore(end))
                .map(end -> code.of(
                        severity(leaf.notAfter(), view.at()),
                        "the certificate of " + host + " ends at " + leaf.notAfter()
                                + ", before a policy does that a sender fetches now"));
    }

    private static Severity severity(Instant end, Instant now) {
        return end.isBefore(now.plus(RENEWED_BY_THEN)) ? Severity.WARNING : Severity.NOTE;
    }
}
