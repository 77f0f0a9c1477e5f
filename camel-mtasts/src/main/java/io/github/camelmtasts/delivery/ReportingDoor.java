package io.github.camelmtasts.delivery;

import java.time.Clock;
import java.util.Optional;

/** Tells a listener of the TLS of each host behind another door. What failed for other reasons is no matter of TLS. */
public final class ReportingDoor implements MxDoor {

    private final MxDoor door;
    private final ReportListener listener;
    private final Clock clock;

    /** A door in front of the other. */
    public ReportingDoor(MxDoor door, ReportListener listener, Clock clock) {
        this.door = door;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public HostVisit visit(
            MxTarget target, TlsDemand demand, SmtpSettings settings, Envelope envelope, MailContent content) {
        HostVisit visit = door.visit(target, demand, settings, envelope, content);
        Optional<Failure> failure = visit.noted().or(() -> tlsFailure(visit));
        if (failure.isPresent() || visit.tls().isPresent()) {
            listener.heard(new TlsSession(
                    envelope.recipients().get(0).domain(), // all are in one
                    demand.policy(),
                    target.name(),
                    target.address(),
                    visit.tls(),
                    failure,
                    clock.instant()));
        }
        return visit;
    }

    private static Optional<Failure> tlsFailure(HostVisit visit) {
        return visit.results().values().stream()
                .filter(AttemptResult.TlsFailed.class::isInstance)
                .findFirst()
                .flatMap(AttemptResult::failure);
    }
}
