package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Login;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.TlsDemand;
import io.github.camelmtasts.delivery.TlsMaterial;

/** Opens sessions with MX hosts, under the TLS that is demanded, and says where it went wrong if it does. */
final class MxConnector {

    /** RFC 4954 section 4; also how a host tells what it has against an access token. */
    private static final int CHALLENGE = 334;

    private final TlsTrust trust;

    /** One context for each material for as long as we trust: a session is resumed within it alone. */
    private final ConcurrentMap<TlsMaterial, TlsTrust> others = new ConcurrentHashMap<>();

    private final Watchdog watchdog;
    private final Clock clock;

    MxConnector(TlsTrust trust, Watchdog watchdog, Clock clock) {
        this.trust = trust;
        this.watchdog = watchdog;
        this.clock = clock;
    }

    /**
     * Connects, greets, and begins TLS.
     *
     * @param useStartTls whether TLS is tried at all; false only after it broke where nobody demands it
     * @throws SessionFailed if there is no session under this demand; nothing of a mail was sent
     */
    MxSession open(MxTarget target, TlsDemand demand, boolean useStartTls, SmtpSettings settings) throws SessionFailed {
        Socket socket = connect(target, settings);
        Watchdog.Watch watch = watchdog.over(socket);
        TlsUpgrade upgrade = new TlsUpgrade(
                trustFor(settings),
                target.name(),
                demand,
                watch,
                settings.timeouts().response(),
                clock);
        try {
            MxSession mx = new MxSession(
                    Session.getInstance(properties(target, demand, useStartTls, settings, upgrade)),
                    target,
                    settings,
                    upgrade,
                    new ReplyBoundSocket(socket, watch, settings.timeouts().response()),
                    watch);
            return greeted(mx, upgrade, demand);
        } catch (IOException failed) {
            Watchdog.closeQuietly(socket);
            watch.close();
            throw notAnswering(target, failed);
        }
    }

    private TlsTrust trustFor(SmtpSettings settings) {
        return settings.material()
                .map(material -> others.computeIfAbsent(material, other -> new TlsTrust(other, clock)))
                .orElse(trust);
    }

    private static MxSession greeted(MxSession mx, TlsUpgrade upgrade, TlsDemand demand) throws SessionFailed {
        try {
            mx.greet();
        } catch (MessagingException failed) {
            mx.abandon();
            throw failure(mx, upgrade, demand, failed).behind(mx.greeting());
        } catch (RuntimeException | Error unexpected) {
            mx.abandon();
            throw unexpected;
        }
        if (mx.target().login().isPresent() && !mx.offersLogin()) {
            mx.quit();
            throw new SessionFailed(
                    FailureReason.AUTHENTICATION_FAILED, mx.target().name() + " offers no login (AUTH)");
        }
        return mx;
    }

    private static Socket connect(MxTarget target, SmtpSettings settings) throws SessionFailed {
        Socket socket = new Socket();
        if (settings.localAddress().isPresent()) {
            bind(socket, settings.localAddress().get());
        }
        try {
            socket.connect(new InetSocketAddress(target.address(), target.port()), (int)
                    settings.timeouts().connection().toMillis());
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException failed) {
            Watchdog.closeQuietly(socket);
            throw notAnswering(target, failed);
        }
    }

    private static void bind(Socket socket, InetAddress localAddress) throws SessionFailed {
        try {
            socket.bind(new InetSocketAddress(localAddress, 0));
        } catch (IOException failed) {
            Watchdog.closeQuietly(socket);
            throw new SessionFailed(
                    FailureReason.LOCAL_ERROR,
                    "this machine has no address " + localAddress.getHostAddress() + " for the option localAddress ("
                            + failed.getMessage() + ")");
        }
    }

    private static SessionFailed notAnswering(MxTarget target, IOException failed) {
        return new SessionFailed(
                FailureReason.CONNECTION_FAILED,
                target.name() + " does not answer at " + target.address().getHostAddress() + " port " + target.port()
                        + " (" + failed.getMessage() + ")");
    }

    /** Own properties, nothing from the system: there is no way in for mail.smtp.* settings that would weaken TLS. */
    private static Properties properties(
            MxTarget target, TlsDemand demand, boolean useStartTls, SmtpSettings settings, TlsUpgrade upgrade) {
        Properties properties = new Properties();
        properties.put("mail.smtp.localhost", settings.ehloName());
        properties.put("mail.smtp.starttls.enable", String.valueOf(useStartTls && !target.implicitTls()));
        properties.put("mail.smtp.starttls.required", String.valueOf(demand.mustEncrypt() && !target.implicitTls()));
        properties.put("mail.smtp.ssl.socketFactory", upgrade);
        properties.put("mail.smtp.quitwait", "false");
        target.login()
                .map(Login::mechanisms)
                .filter(named -> !named.isEmpty())
                .ifPresent(named -> properties.put("mail.smtp.auth.mechanisms", String.join(" ", named)));
        return properties;
    }

    private static SessionFailed ehloFailureUnderTls(MxSession mx) {
        return mx.lastEhlo().code() < 0
                ? lost(mx, "after the TLS handshake", "the host closed the connection")
                : new SessionFailed(
                        FailureReason.SESSION_REFUSED,
                        mx.target().name() + " answered EHLO under TLS with: " + mx.lastEhlo());
    }

    /** Where it happened tells what it is: Jakarta Mail would only have its message's words. */
    private static SessionFailed failure(
            MxSession mx, TlsUpgrade upgrade, TlsDemand demand, MessagingException failed) {
        String host = mx.target().name().toString();
        Optional<Failure> verdict = verdictIn(failed);
        if (verdict.isPresent()) {
            return new SessionFailed(
                    verdict.get().reason(), host + ": " + verdict.get().detail());
        }
        if (failed instanceof AuthenticationFailedException) {
            return loginFailure(mx);
        }
        if (upgrade.peer().isPresent()) {
            return failureUnderTls(mx, failed);
        }
        if (upgrade.hasBegun()) {
            return new SessionFailed(
                    FailureReason.TLS_HANDSHAKE,
                    "the TLS handshake with " + host + " failed: " + MxSession.root(failed));
        }
        return mx.hasAskedForTls() ? startTlsFailure(mx, failed) : clearTextFailure(mx, demand, failed);
    }

    /** RFC 4954 section 6. What the host says may hold what it heard. */
    private static SessionFailed loginFailure(MxSession mx) {
        SmtpReply reply = mx.lastReply();
        if (!reply.isRefusal()) {
            return reply.isPositive() || reply.code() == CHALLENGE
                    ? new SessionFailed(
                            FailureReason.AUTHENTICATION_FAILED,
                            mx.target().name()
                                    + (reply.isPositive()
                                            ? " offers no way to log in that we know or may use (authMechanisms)"
                                            : " does not take our login"))
                    : lost(mx, "at the login", "the host closed the connection");
        }
        String words = mx.target()
                .login()
                .map(login -> login.hiddenIn(reply.toString()))
                .orElse("");
        return new SessionFailed(
                reply.isPermanent() ? FailureReason.AUTHENTICATION_FAILED : FailureReason.SESSION_REFUSED,
                mx.target().name() + " answered our login with: " + words);
    }

    private static SessionFailed failureUnderTls(MxSession mx, MessagingException failed) {
        if (mx.hasGreeted() && !mx.lastEhlo().isPositive()) {
            return ehloFailureUnderTls(mx);
        }
        return mx.hasGreeted() || hasNoReply(mx, failed)
                ? lost(mx, "after the TLS handshake", MxSession.root(failed))
                : new SessionFailed(
                        FailureReason.SESSION_REFUSED, mx.target().name() + " greeted us with: " + mx.lastReply());
    }

    /** Also a connection that breaks here is a STARTTLS that was not to be had. */
    private static SessionFailed startTlsFailure(MxSession mx, MessagingException failed) {
        String answer = hasNoReply(mx, failed)
                ? " broke the connection in answer to STARTTLS: " + MxSession.root(failed)
                : " answered STARTTLS with: " + mx.lastReply();
        return new SessionFailed(FailureReason.STARTTLS_REFUSED, mx.target().name() + answer);
    }

    private static SessionFailed clearTextFailure(MxSession mx, TlsDemand demand, MessagingException failed) {
        String host = mx.target().name().toString();
        SmtpReply reply = mx.lastReply();
        if (hasNoReply(mx, failed)) {
            return lost(mx, mx.hasGreeted() ? "at EHLO" : "before its greeting", MxSession.root(failed));
        }
        if (demand.mustEncrypt() && mx.hasGreeted() && reply.isPositive()) {
            return new SessionFailed(FailureReason.STARTTLS_NOT_OFFERED, host + " does not offer STARTTLS");
        }
        return new SessionFailed(
                FailureReason.SESSION_REFUSED,
                host + (mx.hasGreeted() ? " answered our greeting with: " : " greeted us with: ") + reply);
    }

    private static boolean hasNoReply(MxSession mx, MessagingException failed) {
        return mx.lastReply().code() < 0 || failed.getNextException() instanceof IOException;
    }

    private static SessionFailed lost(MxSession mx, String where, String cause) {
        return new SessionFailed(
                FailureReason.CONNECTION_LOST,
                "the connection with " + mx.target().name() + " broke " + where + ": " + cause);
    }

    private static Optional<Failure> verdictIn(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedCertificate refused) {
                return Optional.of(refused.failure());
            }
        }
        return Optional.empty();
    }
}
