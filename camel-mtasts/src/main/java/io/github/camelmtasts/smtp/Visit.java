package io.github.camelmtasts.smtp;

import java.time.Clock;
import java.util.Optional;

import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.HostVisit;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.TlsDemand;
import io.github.camelmtasts.delivery.TlsEvidence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mail to one host, over a kept connection or a new one. A kept one that has died is replaced once, if nothing was said in
 * it.
 */
final class Visit {

    /** Where connections come from, all under one trust. */
    record Connections(MxConnector connector, SmtpConnectionPool pool, ConnectionListener listener) {}

    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);

    private final Connections connections;
    private final ConnectionTurns.Turn turn;
    private final MxTarget target;
    private final TlsDemand demand;
    private final SmtpSettings settings;
    private final Clock clock;

    /** A visit while it has its turn. */
    Visit(
            Connections connections,
            ConnectionTurns.Turn turn,
            MxTarget target,
            TlsDemand demand,
            SmtpSettings settings,
            Clock clock) {
        this.connections = connections;
        this.turn = turn;
        this.target = target;
        this.demand = demand;
        this.settings = settings;
        this.clock = clock;
    }

    HostVisit hand(Envelope envelope, MailContent content) throws SessionFailed {
        Optional<HostVisit> overKept =
                connections.pool().take(target, demand, settings).flatMap(kept -> overKept(kept, envelope, content));
        return overKept.isPresent() ? overKept.get() : overNew(envelope, content);
    }

    /** Empty if nothing was said in the kept session, for it had died or does not do for this mail: a new one is opened instead. */
    private Optional<HostVisit> overKept(MxSession kept, Envelope envelope, MailContent content) {
        if (demand.mustVerify() && !fits(kept)) {
            keepForOthers(kept);
            return Optional.empty();
        }
        kept.serve(new VisitLimit(clock, settings.until()));
        Transactions transactions = new Transactions(kept, envelope, content);
        HostVisit visit = run(transactions, kept, true);
        if (!transactions.hasBegun()) {
            return Optional.empty();
        }
        connections.listener().reused();
        return Optional.of(visit);
    }

    private boolean fits(MxSession kept) {
        return kept.peer()
                .map(peer -> peer.refusalUnder(demand, clock.instant()).isEmpty())
                .orElse(false);
    }

    /** A host that shows names which this mail's policy does not list may be just the one that another policy does list. */
    private void keepForOthers(MxSession kept) {
        if (kept.peer().map(peer -> peer.isTrusted(clock.instant())).orElse(false)) {
            connections.pool().giveBack(kept, demand);
        } else {
            connections.pool().drop(kept);
        }
    }

    private HostVisit overNew(Envelope envelope, MailContent content) throws SessionFailed {
        connections.pool().makeRoom(turn);
        ClearTextFallback fallback = this::open;
        MxSession session = fallback.openUnder(demand);
        Transactions transactions = new Transactions(session, envelope, content);
        HostVisit visit = run(transactions, session, false);
        if (transactions.turnedAway().isPresent()) {
            comeAgain(transactions.turnedAway().get());
        }
        return visit;
    }

    /** Some hosts count sessions only when they hear of a mail. */
    private void comeAgain(SessionFailed turnedAway) throws SessionFailed {
        SessionFailed judged =
                turn.giveWayIfLater(turnedAway, connections.pool().sessionsWith(target));
        if (judged.comesAgain()) {
            throw judged;
        }
    }

    private MxSession open(boolean useStartTls) throws SessionFailed {
        try (ConnectionListener.Opening opening = connections.listener().opening(target)) {
            MxSession session = connections.connector().open(target, demand, useStartTls, settings);
            opening.opened(session.peer().map(PeerTls::isResumed).orElse(false));
            return connections.pool().opened(session);
        } catch (SessionFailed failed) {
            throw turn.giveWayIfLater(failed, connections.pool().sessionsWith(target));
        }
    }

    /** The session is given back if all went as it should, and ended in every other case. */
    private HostVisit run(Transactions transactions, MxSession session, boolean kept) {
        boolean good = false;
        try {
            HostVisit visit = visit(session, kept, transactions);
            good = session.tlsFailure().isEmpty();
            return visit;
        } finally {
            release(session, good);
        }
    }

    /** What breaks here must not take the results of the mail along. */
    private void release(MxSession session, boolean good) {
        try {
            if (good) {
                session.serve(new VisitLimit(clock, Optional.empty()));
                connections.pool().giveBack(session, demand);
            } else {
                connections.pool().drop(session);
            }
        } catch (RuntimeException | Error broken) {
            session.abandon();
            LOG.error("The session with {} could not be ended or kept", target.name(), broken);
        }
    }

    /** The mail comes last, so that nothing can break after it. */
    private HostVisit visit(MxSession session, boolean kept, Transactions transactions) {
        Optional<Failure> noted = demand.policy()
                .flatMap(policy -> session.tlsFailure().or(() -> session.faultUnder(demand.policy(), clock.instant())));
        Optional<TlsEvidence> tls = session.peer().map(peer -> peer.evidence(demand.policy(), clock.instant()));
        return new HostVisit(kept, tls, noted, transactions.run());
    }
}
