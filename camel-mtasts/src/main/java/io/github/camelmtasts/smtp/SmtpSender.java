package io.github.camelmtasts.smtp;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.HostVisit;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.MxDoor;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.TlsDemand;

/** {@link MxDoor} over SMTP, with connections kept open between mails. Safe for use by many threads. */
public final class SmtpSender implements MxDoor, AutoCloseable {

    private final TlsTrust trust;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final SmtpConnectionPool pool;

    /** A sender with a pool of its own; {@code timer} sweeps it and ends transfers that do not move. */
    public SmtpSender(TlsTrust trust, Clock clock, ScheduledExecutorService timer) {
        this.trust = trust;
        this.clock = clock;
        this.timer = timer;
        this.pool = new SmtpConnectionPool(timer);
    }

    @Override
    public HostVisit visit(
            MxTarget target, TlsDemand demand, SmtpSettings settings, Envelope envelope, MailContent content) {
        return pool.take(target, demand, settings)
                .flatMap(kept -> overKept(kept, demand, envelope, content))
                .orElseGet(() -> overNew(target, demand, settings, envelope, content));
    }

    /** Empty if the kept session is no longer good, and nothing was said in it: a new one is opened instead. */
    private Optional<HostVisit> overKept(MxSession kept, TlsDemand demand, Envelope envelope, MailContent content) {
        Optional<Failure> fault = faultOf(kept, demand);
        if (demand.mustVerify() && fault.isPresent()) {
            pool.drop(kept);
            return Optional.empty();
        }
        MailTransaction transaction = new MailTransaction(kept, envelope, content, timer);
        Map<MailAddress, AttemptResult> results = transaction.run();
        HostVisit visit = visit(kept, demand, Optional.empty(), results);
        pool.giveBack(kept, demand);
        return transaction.hasBegun() ? Optional.of(visit) : Optional.empty();
    }

    private HostVisit overNew(
            MxTarget target, TlsDemand demand, SmtpSettings settings, Envelope envelope, MailContent content) {
        try {
            MxSession session = MxSession.open(target, demand, true, settings, trust, clock);
            return send(session, demand, Optional.empty(), envelope, content);
        } catch (SessionFailed failed) {
            boolean clearTextMayDo =
                    !demand.mustEncrypt() && failed.failure().reason().isPolicyFailure();
            return clearTextMayDo
                    ? inClearText(target, demand, settings, failed.failure(), envelope, content)
                    : endedEarly(envelope, failed.failure());
        }
    }

    /** TLS was tried and broke, and nobody demands it: once more without (RFC 7435). Under a policy the break is noted. */
    private HostVisit inClearText(
            MxTarget target,
            TlsDemand demand,
            SmtpSettings settings,
            Failure tlsFailure,
            Envelope envelope,
            MailContent content) {
        try {
            MxSession session = MxSession.open(target, demand, false, settings, trust, clock);
            return send(session, demand, Optional.of(tlsFailure), envelope, content);
        } catch (SessionFailed failed) {
            return endedEarly(envelope, failed.failure());
        }
    }

    private HostVisit send(
            MxSession session, TlsDemand demand, Optional<Failure> tlsFailure, Envelope envelope, MailContent content) {
        pool.opened(session);
        Map<MailAddress, AttemptResult> results = new MailTransaction(session, envelope, content, timer).run();
        HostVisit visit = visit(session, demand, tlsFailure, results);
        pool.giveBack(session, demand);
        return visit;
    }

    private HostVisit visit(
            MxSession session,
            TlsDemand demand,
            Optional<Failure> tlsFailure,
            Map<MailAddress, AttemptResult> results) {
        Optional<Failure> noted = demand.policy().flatMap(policy -> tlsFailure.or(() -> faultOf(session, demand)));
        return new HostVisit(
                session.peer().map(peer -> peer.evidence(demand.policy(), clock.instant())), noted, results);
    }

    /** What the policy in force now has against the session; empty if nothing. */
    private Optional<Failure> faultOf(MxSession session, TlsDemand demand) {
        return session.peer()
                .map(peer -> peer.faultUnder(demand.policy(), clock.instant()))
                .orElseGet(() -> Optional.of(new Failure(
                        FailureReason.STARTTLS_NOT_OFFERED, session.target().name() + " does not offer STARTTLS")));
    }

    private static HostVisit endedEarly(Envelope envelope, Failure failure) {
        return HostVisit.endedEarly(
                envelope,
                failure.reason().isPolicyFailure()
                        ? new AttemptResult.TlsFailed(failure)
                        : new AttemptResult.Deferred(failure));
    }

    /** Hangs up on every host. */
    @Override
    public void close() {
        pool.close();
    }
}
