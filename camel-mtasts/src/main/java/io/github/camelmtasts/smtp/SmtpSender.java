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

    private final Clock clock;
    private final Watchdog watchdog;
    private final MxConnector connector;
    private final SmtpConnectionPool pool;

    /** A sender with a pool of its own; {@code timer} sweeps it and hangs up on hosts that take too long. */
    public SmtpSender(TlsTrust trust, Clock clock, ScheduledExecutorService timer) {
        this.clock = clock;
        this.watchdog = new Watchdog(timer);
        this.connector = new MxConnector(trust, watchdog, clock);
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
        if (demand.mustVerify() && !isStillGood(kept, demand)) {
            pool.drop(kept);
            return Optional.empty();
        }
        Handover handover = new Handover(kept, envelope, content);
        HostVisit visit = run(handover, kept, demand, Optional.empty());
        return handover.hasBegun() ? Optional.of(visit) : Optional.empty();
    }

    private boolean isStillGood(MxSession kept, TlsDemand demand) {
        return kept.peer()
                .map(peer -> peer.refusalUnder(demand, clock.instant()).isEmpty())
                .orElse(false);
    }

    private HostVisit overNew(
            MxTarget target, TlsDemand demand, SmtpSettings settings, Envelope envelope, MailContent content) {
        try {
            MxSession session = pool.opened(connector.open(target, demand, true, settings));
            return run(new Handover(session, envelope, content), session, demand, Optional.empty());
        } catch (SessionFailed failed) {
            boolean clearTextMayDo =
                    !demand.mustEncrypt() && failed.failure().reason().isPolicyFailure();
            return clearTextMayDo
                    ? inClearText(target, demand, settings, failed.failure(), envelope, content)
                    : endedEarly(envelope, failed.failure());
        }
    }

    /** TLS was tried and broke, and nobody demands it: once more without (RFC 7435), for this mail alone. */
    private HostVisit inClearText(
            MxTarget target,
            TlsDemand demand,
            SmtpSettings settings,
            Failure tlsFailure,
            Envelope envelope,
            MailContent content) {
        try {
            MxSession session = pool.opened(connector.open(target, demand, false, settings));
            return run(new Handover(session, envelope, content), session, demand, Optional.of(tlsFailure));
        } catch (SessionFailed failed) {
            return endedEarly(envelope, failed.failure());
        }
    }

    /** The session is given back if all went as it should, and ended in every other case. */
    private HostVisit run(Handover handover, MxSession session, TlsDemand demand, Optional<Failure> tlsFailure) {
        boolean good = false;
        try {
            Map<MailAddress, AttemptResult> results = handover.run();
            HostVisit visit = visit(session, demand, tlsFailure, results);
            good = tlsFailure.isEmpty();
            return visit;
        } finally {
            if (good) {
                pool.giveBack(session, demand);
            } else {
                pool.drop(session);
            }
        }
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
        watchdog.close();
    }
}
