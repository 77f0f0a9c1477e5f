package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.TlsDemand;
import io.github.camelmtasts.policy.Untrusted;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * One SMTP session with one MX host: connection, greeting, STARTTLS, and the commands of mail transactions. Jakarta Mail
 * speaks; this class decides under which TLS, bounds what the host may say, and tells failures apart by where they happened.
 * One thread at a time.
 */
final class MxSession extends SMTPTransport {

    /**
     * RFC 5321 section 4.5.3.2.6: ten minutes for the reply to the final dot. Nothing shortens it, for each mail that is cut
     * off there may be delivered twice.
     */
    private static final Duration FINAL_REPLY_TIMEOUT = Duration.ofMinutes(10);

    private final MxTarget target;
    private final SmtpSettings settings;
    private final TlsUpgrade upgrade;
    private final ReplyBoundSocket clear;

    private boolean greeted;
    private boolean startTlsAsked;
    private SmtpReply lastEhlo = new SmtpReply(-1, "");
    private boolean broken;
    private int transactions;

    private MxSession(
            Session session, MxTarget target, SmtpSettings settings, TlsUpgrade upgrade, ReplyBoundSocket clear) {
        super(session, null);
        this.target = target;
        this.settings = settings;
        this.upgrade = upgrade;
        this.clear = clear;
    }

    /**
     * Connects, greets, and begins TLS.
     *
     * @param useStartTls whether TLS is tried at all; false only after it broke where nobody demands it
     * @throws SessionFailed if there is no session under this demand; nothing of a mail was sent
     */
    static MxSession open(
            MxTarget target, TlsDemand demand, boolean useStartTls, SmtpSettings settings, TlsTrust trust, Clock clock)
            throws SessionFailed {
        TlsUpgrade upgrade = new TlsUpgrade(trust, target.name(), demand, settings.responseTimeout(), clock);
        Session session = Session.getInstance(properties(demand, useStartTls, settings, upgrade));
        MxSession mx = new MxSession(session, target, settings, upgrade, connect(target, settings));
        try {
            mx.connect(mx.clear);
        } catch (MessagingException failed) {
            mx.abandon();
            throw mx.failure(failed, demand);
        }
        if (!mx.lastEhlo.isPositive() && upgrade.peer().isPresent()) {
            mx.abandon();
            throw mx.ehloFailureUnderTls();
        }
        return mx;
    }

    private static ReplyBoundSocket connect(MxTarget target, SmtpSettings settings) throws SessionFailed {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(target.address(), target.port()), (int)
                    settings.connectionTimeout().toMillis());
            socket.setTcpNoDelay(true);
            return new ReplyBoundSocket(socket, settings.responseTimeout());
        } catch (IOException failed) {
            closeQuietly(socket);
            throw new SessionFailed(
                    FailureReason.CONNECTION_FAILED,
                    target.name() + " does not answer at " + target.address().getHostAddress() + " port "
                            + target.port() + " (" + failed.getMessage() + ")");
        }
    }

    /** Own properties, nothing from the system: there is no way in for mail.smtp.* settings that would weaken TLS. */
    private static Properties properties(
            TlsDemand demand, boolean useStartTls, SmtpSettings settings, TlsUpgrade upgrade) {
        Properties properties = new Properties();
        properties.put("mail.smtp.localhost", settings.ehloName());
        properties.put("mail.smtp.starttls.enable", String.valueOf(useStartTls));
        properties.put("mail.smtp.starttls.required", String.valueOf(demand.mustEncrypt()));
        properties.put("mail.smtp.ssl.socketFactory", upgrade);
        properties.put("mail.smtp.quitwait", "false");
        return properties;
    }

    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        greeted = true;
        boolean accepted = super.ehlo(domain);
        lastEhlo = lastReply();
        return accepted;
    }

    @Override
    protected void startTLS() throws MessagingException {
        startTlsAsked = true;
        super.startTLS();
    }

    /** Jakarta Mail does not look at this reply. */
    private SessionFailed ehloFailureUnderTls() {
        return lastEhlo.code() < 0
                ? lost("after the TLS handshake", "the host closed the connection")
                : new SessionFailed(
                        FailureReason.SESSION_REFUSED, target.name() + " answered EHLO under TLS with: " + lastEhlo);
    }

    /** Where it happened tells what it is: Jakarta Mail would only have its message's words. */
    private SessionFailed failure(MessagingException failed, TlsDemand demand) {
        Optional<Failure> verdict = verdictIn(failed);
        if (verdict.isPresent()) {
            return new SessionFailed(
                    verdict.get().reason(), target.name() + ": " + verdict.get().detail());
        }
        if (upgrade.hasBegun()) {
            return upgrade.peer().isPresent()
                    ? lost("after the TLS handshake", root(failed))
                    : new SessionFailed(
                            FailureReason.TLS_HANDSHAKE,
                            "the TLS handshake with " + target.name() + " failed: " + root(failed));
        }
        if (lastReply().code() < 0 || causedByIo(failed)) {
            return lost(startTlsAsked ? "at STARTTLS" : greeted ? "at EHLO" : "before its greeting", root(failed));
        }
        if (startTlsAsked) {
            return new SessionFailed(
                    FailureReason.STARTTLS_REFUSED, target.name() + " answered STARTTLS with: " + lastReply());
        }
        if (demand.mustEncrypt() && greeted && lastReply().isPositive()) {
            return new SessionFailed(FailureReason.STARTTLS_NOT_OFFERED, target.name() + " does not offer STARTTLS");
        }
        return new SessionFailed(
                FailureReason.SESSION_REFUSED,
                target.name() + (greeted ? " answered our greeting with: " : " greeted us with: ") + lastReply());
    }

    private SessionFailed lost(String where, String cause) {
        return new SessionFailed(
                FailureReason.CONNECTION_LOST,
                "the connection with " + target.name() + " broke " + where + ": " + cause);
    }

    private static boolean causedByIo(MessagingException failed) {
        return failed.getNextException() instanceof IOException;
    }

    private static Optional<Failure> verdictIn(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedCertificate refused) {
                return Optional.of(refused.failure());
            }
        }
        return Optional.empty();
    }

    private static String root(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Untrusted.text(String.valueOf(cause.getMessage()), 160);
    }

    /** What the host has shown in TLS; empty for clear text. */
    Optional<PeerTls> peer() {
        return upgrade.peer();
    }

    MxTarget target() {
        return target;
    }

    SmtpSettings settings() {
        return settings;
    }

    /** Sends a command and reads its reply. */
    synchronized SmtpReply command(String line) throws IOException {
        try {
            simpleCommand(line);
            return lastReplyOrLoss();
        } catch (MessagingException lost) {
            throw broken(lost);
        }
    }

    /**
     * Asks to send the mail's data.
     *
     * @return where to write it, line ends and leading dots are taken care of; empty if the host refused, see {@link
     *     #lastReply()}
     */
    synchronized Optional<OutputStream> startData() throws IOException {
        try {
            return Optional.of(data());
        } catch (MessagingException refused) {
            lastReplyOrLoss();
            return Optional.empty();
        }
    }

    /** Writes the final dot and waits for the reply by which the host takes the mail, or does not. */
    synchronized SmtpReply endData() throws IOException {
        connection().replyTimeout(FINAL_REPLY_TIMEOUT);
        try {
            finishData();
            return lastReplyOrLoss();
        } catch (MessagingException refusedOrLost) {
            if (causedByIo(refusedOrLost)) {
                throw broken(refusedOrLost);
            }
            return lastReplyOrLoss();
        } finally {
            connection().replyTimeout(settings.responseTimeout());
        }
    }

    SmtpReply lastReply() {
        String text = getLastServerResponse();
        return new SmtpReply(getLastReturnCode(), text == null ? "" : text);
    }

    private SmtpReply lastReplyOrLoss() throws IOException {
        SmtpReply reply = lastReply();
        if (reply.code() <= 0) {
            broken = true;
            throw new IOException("the host closed the connection");
        }
        broken |= reply.code() == 421; // RFC 5321 section 3.8: the host is about to hang up
        return reply;
    }

    private IOException broken(MessagingException lost) {
        broken = true;
        return new IOException(root(lost), lost);
    }

    private ReplyBoundSocket connection() {
        return upgrade.secured().orElse(clear);
    }

    /** Whether another transaction may follow. */
    boolean isReusable() {
        return !broken;
    }

    int transactions() {
        return transactions;
    }

    void countTransaction() {
        transactions++;
    }

    /** Whether the host still answers; one round trip. */
    synchronized boolean isAlive() {
        connection().replyTimeout(Duration.ofSeconds(5));
        try {
            return !broken && isConnected();
        } finally {
            connection().replyTimeout(settings.responseTimeout());
        }
    }

    /** Says QUIT and hangs up; waits for nothing. */
    void quit() {
        try {
            close();
        } catch (MessagingException alreadyGone) {
            abandon();
        }
    }

    /** Hangs up without a word; safe from any thread, so that a watchdog can end a transfer that does not move. */
    void abandon() {
        broken = true;
        closeQuietly(clear.unbound());
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // there is nothing left to close
        }
    }
}
