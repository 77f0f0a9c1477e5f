package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Greeting;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.ReplyClass;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.delivery.SmtpSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is said before the first mail: greeting, EHLO, STARTTLS, EHLO again, login (RFC 5321 section 3.1 and 3.2, RFC 3207,
 * RFC 4954). Where it ends tells what the failure is.
 */
final class SessionOpening {

    private static final int READY = 220;

    private static final int OK = 250;

    /** Longer, and a smart host that has not greeted may wait for TLS. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    /** EHLO is not known, or not known with this name (RFC 5321 section 3.2 and 4.1.4); any other refusal is one of us. */
    private static final Set<Integer> EHLO_NOT_KNOWN = Set.of(500, 501, 502, 504, 550);

    private final MxTarget target;
    private final SmtpSettings settings;
    private final TlsUpgrade upgrade;
    private final TlsStart tlsStart;

    // mutable state: how far the session has come
    private SmtpChannel channel;
    private @Nullable PeerTls peer;
    private @Nullable SmtpReply banner;
    private @Nullable SmtpReply ehlo;
    private boolean offersStartTls;
    private SmtpExtensions extensions = SmtpExtensions.NONE;

    /** An opening over a connection on which nothing was said. */
    SessionOpening(MxTarget target, SmtpSettings settings, TlsUpgrade upgrade, TlsStart tlsStart, SmtpChannel channel) {
        this.target = target;
        this.settings = settings;
        this.upgrade = upgrade;
        this.tlsStart = tlsStart;
        this.channel = channel;
    }

    /**
     * Runs to its end.
     *
     * @param useStartTls whether TLS is begun if it is offered
     * @throws SessionFailed if there is no session under the demand; it knows what the host has said
     */
    MxSession open(boolean useStartTls) throws SessionFailed {
        try {
            if (target.implicitTls()) {
                beginTls();
            }
            listen();
            greet();
            if (useStartTls && !target.implicitTls()) {
                startTls();
            }
            if (target.login().isPresent()) {
                new HostLogin(target, extensions, channel).run(target.login().get());
            }
        } catch (SessionFailed failed) {
            throw failed.behind(greeting());
        }
        return new MxSession(
                new MxSession.Facts(target, settings, Optional.ofNullable(peer), greeting(), extensions), channel);
    }

    private Greeting greeting() {
        return new Greeting(Optional.ofNullable(banner), Optional.ofNullable(ehlo), offersStartTls);
    }

    private void listen() throws SessionFailed {
        try {
            noticeSilence();
            banner = channel.listen().reply();
        } catch (IOException lost) {
            throw lost(peer == null ? "before its greeting" : "after the TLS handshake", lost);
        }
        if (banner.code() != READY) {
            throw refused("greeted us with", banner);
        }
    }

    private void noticeSilence() throws IOException, SessionFailed {
        boolean mayWaitForTls = target.isSmartHost() && peer == null;
        if (mayWaitForTls && !channel.hearsWithin(patience())) {
            tlsStart.refuseTlsAtOnce();
        }
    }

    private Duration patience() {
        Duration half = settings.timeouts().response().dividedBy(2);
        return half.compareTo(SILENCE) < 0 ? half : SILENCE;
    }

    private void greet() throws SessionFailed {
        try {
            String name = settings.greetingFrom(channel.ourEnd());
            Heard reply = channel.ask("EHLO " + name);
            ehlo = reply.reply();
            if (reply.code() == OK) {
                extensions = SmtpExtensions.of(reply);
                offersStartTls |= extensions.startTls();
            } else if (peer == null && EHLO_NOT_KNOWN.contains(reply.code())) {
                accept("answered our greeting with", channel.say("HELO " + name));
            } else {
                accept(peer == null ? "answered our greeting with" : "answered EHLO under TLS with", ehlo);
            }
        } catch (IOException lost) {
            throw lost(peer == null ? "at EHLO" : "after the TLS handshake", lost);
        }
    }

    /** RFC 5321 section 4.3.2: 250 and nothing else says yes to a greeting; what says neither yes nor no is out of place. */
    private void accept(String what, SmtpReply reply) throws SessionFailed, OutOfStep {
        if (reply.isRefusal()) {
            throw refused(what, reply);
        }
        if (reply.code() != OK) {
            throw new OutOfStep("it is greeted, and says: " + reply);
        }
    }

    private void startTls() throws SessionFailed {
        if (extensions.startTls()) {
            agreeOnTls();
            beginTls();
            greet();
        } else if (upgrade.isDemanded()) {
            throw new SessionFailed(FailureReason.STARTTLS_NOT_OFFERED, target.name() + " does not offer STARTTLS");
        }
    }

    private void agreeOnTls() throws SessionFailed {
        try {
            SmtpReply reply = channel.say("STARTTLS");
            if (reply.code() != READY) {
                throw new SessionFailed(
                        FailureReason.STARTTLS_REFUSED, target.name() + " answered STARTTLS with: " + reply);
            }
            if (channel.hasBytes()) {
                throw new SessionFailed(
                        FailureReason.RESPONSE_INJECTED,
                        target.name() + ": something was sent in clear text behind the answer to STARTTLS");
            }
        } catch (VisitLimit.Reached late) {
            throw lost("at STARTTLS", late);
        } catch (IOException lost) { // also a connection that breaks here is a STARTTLS that was not to be had
            throw new SessionFailed(
                    FailureReason.STARTTLS_REFUSED,
                    target.name() + " broke the connection in answer to STARTTLS: " + SessionFailed.root(lost));
        }
    }

    /** RFC 3207 section 4.2: what was learnt in clear text is forgotten. */
    private void beginTls() throws SessionFailed {
        try {
            TlsUpgrade.Secured secured = upgrade.over(channel.wire());
            channel = channel.under(secured.socket());
            peer = secured.peer();
            extensions = SmtpExtensions.NONE;
        } catch (IOException failed) {
            throw verdictIn(failed)
                    .map(verdict -> new SessionFailed(verdict.reason(), target.name() + ": " + verdict.detail()))
                    .orElseGet(() -> new SessionFailed(
                            FailureReason.TLS_HANDSHAKE,
                            "the TLS handshake with " + target.name() + " failed: " + SessionFailed.root(failed)));
        }
    }

    private static Optional<Failure> verdictIn(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedCertificate refused) {
                return Optional.of(refused.failure());
            }
        }
        return Optional.empty();
    }

    private SessionFailed refused(String what, SmtpReply reply) {
        return SessionFailed.turnedAway(
                new Failure(
                        FailureReason.SESSION_REFUSED,
                        target.name() + " " + what + ": " + reply,
                        ReplyClass.of(reply).advice()),
                reply);
    }

    private SessionFailed lost(String where, IOException cause) {
        return SessionFailed.lost(target.name(), where, cause);
    }
}
