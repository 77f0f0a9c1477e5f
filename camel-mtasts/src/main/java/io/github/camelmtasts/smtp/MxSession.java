package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;

import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.policy.Untrusted;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One SMTP session with one MX host. Jakarta Mail speaks; this class bounds each step in time, and keeps the reply that
 * counts: Jakarta Mail itself goes on to RSET after a refusal, and would forget the refusal if that fails. One thread at a
 * time.
 */
final class MxSession extends SMTPTransport {

    /**
     * RFC 5321 section 4.5.3.2.6: ten minutes for the reply to the final dot. Nothing shortens it, for each mail that is cut
     * off there may be delivered twice.
     */
    private static final Duration FINAL_REPLY_TIMEOUT = Duration.ofMinutes(10);

    /** For writing one mail's data; bounds a host that reads a byte a minute (RFC 5321 section 4.5.3.2.5). */
    private static final Duration DATA_TIMEOUT = Duration.ofMinutes(30);

    private static final Duration LIVENESS_TIMEOUT = Duration.ofSeconds(5);

    private static final int READY_FOR_DATA = 354;

    private static final int CLOSING = 421; // RFC 5321 section 3.8: the host is about to hang up

    private final MxTarget target;
    private final SmtpSettings settings;
    private final TlsUpgrade upgrade;
    private final ReplyBoundSocket clear;
    private final Watchdog.Watch watch;

    // mutable state: how far the session has come
    private boolean greeted;
    private boolean startTlsAsked;
    private SmtpReply lastEhlo = new SmtpReply(-1, "");
    private boolean awaitingAnswer;
    private @Nullable SmtpReply answer;
    private @Nullable OutputStream dataStream;
    private volatile boolean broken;
    private int transactions;

    MxSession(
            Session session,
            MxTarget target,
            SmtpSettings settings,
            TlsUpgrade upgrade,
            ReplyBoundSocket clear,
            Watchdog.Watch watch) {
        super(session, null);
        this.target = target;
        this.settings = settings;
        this.upgrade = upgrade;
        this.clear = clear;
        this.watch = watch;
    }

    /** Greeting, EHLO, and STARTTLS as the session's properties say. */
    void greet() throws MessagingException {
        connect(clear);
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

    @Override
    protected int readServerResponse() throws MessagingException {
        int code = super.readServerResponse();
        if (awaitingAnswer && answer == null) {
            answer = lastReply();
            connection().replyTimeout(settings.responseTimeout()); // for what Jakarta Mail may say after it
        }
        return code;
    }

    boolean hasGreeted() {
        return greeted;
    }

    boolean hasAskedForTls() {
        return startTlsAsked;
    }

    /** Of the last EHLO: the one under TLS, if it came to that. */
    SmtpReply lastEhlo() {
        return lastEhlo;
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
        return answerTo(() -> simpleCommand(line));
    }

    /**
     * Asks to send the mail's data.
     *
     * @return the reply; if it lets us, see {@link #mayWrite}, then {@link #write} may follow
     */
    synchronized SmtpReply startData() throws IOException {
        SmtpReply reply = answerTo(() -> dataStream = data());
        if (!mayWrite(reply) && !reply.isRefusal()) {
            throw broken("the host answered DATA with: " + reply);
        }
        return reply;
    }

    static boolean mayWrite(SmtpReply reply) {
        return reply.code() == READY_FOR_DATA;
    }

    /** Writes the mail's data, as long as the host reads it; line ends and leading dots are taken care of. */
    void write(DataWriter writer) throws IOException {
        OutputStream stream = dataStream;
        if (stream == null) {
            throw new IllegalStateException("DATA was not agreed on");
        }
        watch.begin(DATA_TIMEOUT);
        try {
            writer.writeTo(stream);
        } finally {
            watch.end();
        }
    }

    /** Gives the mail to a stream. */
    interface DataWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the final dot and waits for the reply by which the host takes the mail, or does not. */
    synchronized SmtpReply endData() throws IOException {
        connection().replyTimeout(FINAL_REPLY_TIMEOUT);
        try {
            return answerTo(this::finishData);
        } finally {
            connection().replyTimeout(settings.responseTimeout());
        }
    }

    private interface Step {
        void run() throws MessagingException, IOException;
    }

    /** The first reply to a step, whatever Jakarta Mail does and meets after it. */
    private SmtpReply answerTo(Step step) throws IOException {
        awaitingAnswer = true;
        answer = null;
        String cause = "the host closed the connection";
        try {
            step.run();
        } catch (MessagingException refusedOrLost) {
            broken |= refusedOrLost.getNextException() instanceof IOException;
            cause = root(refusedOrLost);
        } finally {
            awaitingAnswer = false;
        }
        SmtpReply reply = answer;
        if (reply == null || reply.code() <= 0) {
            throw broken(cause);
        }
        broken |= reply.code() == CLOSING;
        return reply;
    }

    private IOException broken(String cause) {
        broken = true;
        return new IOException(cause);
    }

    SmtpReply lastReply() {
        String text = getLastServerResponse();
        return new SmtpReply(getLastReturnCode(), text == null ? "" : text);
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
        connection().replyTimeout(LIVENESS_TIMEOUT);
        try {
            return !broken && isConnected();
        } finally {
            connection().replyTimeout(settings.responseTimeout());
        }
    }

    /** Says QUIT and hangs up; waits for nothing. */
    void quit() {
        try {
            watch.begin(LIVENESS_TIMEOUT);
            close();
        } catch (MessagingException alreadyGone) {
            // there is nobody to say it to
        } finally {
            abandon();
        }
    }

    /** Hangs up without a word; safe from any thread. */
    void abandon() {
        broken = true;
        Watchdog.closeQuietly(clear.unbound());
        watch.close();
    }

    /** The words of what went wrong at the bottom. */
    static String root(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Untrusted.text(String.valueOf(cause.getMessage()), 160);
    }
}
