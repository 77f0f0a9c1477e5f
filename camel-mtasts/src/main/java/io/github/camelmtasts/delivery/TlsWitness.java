package io.github.camelmtasts.delivery;

import java.time.Clock;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of every host that one mail met, or passed over because the policy does not name it (RFC 8461 section 6). What failed
 * for other reasons than TLS is no matter of reports (RFC 8460 section 4.3.4).
 */
final class TlsWitness {

    private static final Logger LOG = LoggerFactory.getLogger(TlsWitness.class);

    private final DomainName domain;
    private final ReportListener listener;
    private final Clock clock;

    TlsWitness(DomainName domain, ReportListener listener, Clock clock) {
        this.domain = domain;
        this.listener = listener;
        this.clock = clock;
    }

    void met(DeliveryPlan.Step.Attempt step, MxTarget target, HostVisit visit) {
        Optional<Failure> atHost = visit.noted().or(() -> tlsFailure(visit));
        if (atHost.isPresent() || visit.tls().isPresent()) {
            Optional<Failure> failure = step.noted().or(() -> atHost);
            tell(new TlsSession(
                    domain,
                    step.demand().policy(),
                    target.name(),
                    Optional.of(target.address()),
                    visit.tls(),
                    visit.kept(),
                    failure,
                    clock.instant()));
        }
    }

    void passedOver(DeliveryPlan.Step.Skip step) {
        step.policy()
                .ifPresent(policy -> tell(new TlsSession(
                        domain,
                        step.policy(),
                        step.host(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.of(step.failure()),
                        clock.instant())));
    }

    /** Who listens does not decide what becomes of the mail. */
    private void tell(TlsSession session) {
        try {
            listener.heard(session);
        } catch (RuntimeException | Error broken) {
            LOG.warn("A listener did not take what was seen of the TLS of {}", session.mxHost(), broken);
        }
    }

    private static Optional<Failure> tlsFailure(HostVisit visit) {
        return visit.results().values().stream()
                .filter(AttemptResult.TlsFailed.class::isInstance)
                .findFirst()
                .flatMap(AttemptResult::failure);
    }
}
