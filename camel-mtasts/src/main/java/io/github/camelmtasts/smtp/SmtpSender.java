package io.github.camelmtasts.smtp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.HostVisit;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.MxDoor;
import io.github.camelmtasts.delivery.MxProbe;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.ProbedHost;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.TlsDemand;
import io.github.camelmtasts.policy.Policy;

/** Both doors to mail servers, over SMTP, with connections kept open between mails. Safe for use by many threads. */
public final class SmtpSender implements MxDoor, MxProbe, AutoCloseable {

    /** Whoever looks at a host wants to see what is wrong with it. */
    private static final TlsDemand NOTHING_DEMANDED = new TlsDemand(Optional.empty(), false, false, false);

    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final ConnectionLimits limits;
    private final ConnectionListener listener;
    private final Watchdog watchdog;
    private final ConnectionTurns turns;
    private volatile Visit.Connections connections;

    /** A sender of whose connections nobody hears. */
    public SmtpSender(TlsTrust trust, ConnectionLimits limits, Clock clock, ScheduledExecutorService timer) {
        this(trust, limits, ConnectionListener.NOBODY, clock, timer);
    }

    /** A sender with a pool of its own; {@code timer} sweeps it and hangs up on hosts that take too long. */
    public SmtpSender(
            TlsTrust trust,
            ConnectionLimits limits,
            ConnectionListener listener,
            Clock clock,
            ScheduledExecutorService timer) {
        this.clock = clock;
        this.timer = timer;
        this.limits = limits;
        this.listener = listener;
        this.watchdog = new Watchdog(timer);
        this.turns = new ConnectionTurns(limits, listener, clock);
        this.connections = under(trust);
    }

    private Visit.Connections under(TlsTrust trust) {
        return new Visit.Connections(
                new MxConnector(trust, watchdog, clock),
                new SmtpConnectionPool(limits.mailsPerConnection(), timer),
                listener);
    }

    @Override
    public HostVisit visit(
            MxTarget target, TlsDemand demand, SmtpSettings settings, Envelope envelope, MailContent content) {
        try {
            return turns.inTurn(
                    target,
                    turn -> new Visit(connections, turn, target, demand, settings, clock).hand(envelope, content));
        } catch (SessionFailed failed) {
            return endedEarly(envelope, demand.policy().flatMap(policy -> failed.before()), failed.failure());
        }
    }

    /** Without a turn, or a stop would wait for it as for a mail. So the few that there are come on top of the limits. */
    @Override
    public Optional<Failure> rehearse(MxTarget target, TlsDemand demand, SmtpSettings settings) {
        try {
            MxConnector connector = connections.connector();
            ClearTextFallback rehearsed = useStartTls -> connector.open(target, demand, useStartTls, settings);
            rehearsed.openUnder(demand).quit();
            return Optional.empty();
        } catch (SessionFailed failed) {
            return Optional.of(failed.failure());
        }
    }

    @Override
    public ProbedHost probe(MxTarget target, Optional<Policy> policy, SmtpSettings settings) {
        try {
            return turns.inTurn(target, turn -> probed(opened(target, turn, settings), policy));
        } catch (SessionFailed failed) {
            return ProbedHost.notMet(target, failed.greeting(), failed.failure());
        }
    }

    private MxSession opened(MxTarget target, ConnectionTurns.Turn turn, SmtpSettings settings) throws SessionFailed {
        SmtpConnectionPool pool = connections.pool();
        pool.makeRoom(turn);
        try {
            return connections.connector().open(target, NOTHING_DEMANDED, true, settings);
        } catch (SessionFailed failed) {
            throw turn.giveWayIfLater(failed, pool.sessionsWith(target));
        }
    }

    private ProbedHost probed(MxSession session, Optional<Policy> policy) {
        try {
            Instant now = clock.instant();
            return new ProbedHost(
                    session.target(),
                    session.greeting(),
                    session.peer().map(peer -> peer.evidence(policy, now)),
                    session.peer().map(PeerTls::chain).orElse(List.of()),
                    session.faultUnder(policy, now));
        } finally {
            session.quit();
        }
    }

    private static HostVisit endedEarly(Envelope envelope, Optional<Failure> noted, Failure failure) {
        return HostVisit.endedEarly(
                envelope,
                noted,
                failure.reason().isPolicyFailure()
                        ? new AttemptResult.TlsFailed(failure)
                        : new AttemptResult.Deferred(failure));
    }

    /**
     * Trusts others from now on. Nothing that rests on the former trust serves another mail: neither a connection, nor what a
     * TLS session proved. Mails under way come to their end.
     */
    public synchronized void trust(TlsTrust other) {
        SmtpConnectionPool former = connections.pool();
        connections = under(other);
        former.close();
    }

    /** How many connections there are now; those of a former trust are left out. */
    public ConnectionCounts connections() {
        return new ConnectionCounts(connections.pool().size(), turns.taken(), limits.inAll());
    }

    /** Begins nothing new, waits for the mails under way but no longer than this, and hangs up on every host. */
    public synchronized void close(Duration atMost) {
        turns.close(atMost);
        close();
    }

    /** Hangs up on every host, whoever is in the middle of a mail. */
    @Override
    public synchronized void close() {
        connections.pool().close();
        watchdog.close();
    }
}
