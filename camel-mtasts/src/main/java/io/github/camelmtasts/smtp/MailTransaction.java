package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.SmtpReply;

/** One mail in one session: MAIL, RCPT, DATA (RFC 5321 section 3.3), with a result for every recipient. */
final class MailTransaction {

    /** For writing one mail's data; bounds a host that reads a byte a minute (RFC 5321 section 4.5.3.2.5). */
    private static final Duration DATA_TIMEOUT = Duration.ofMinutes(30);

    private final MxSession session;
    private final Envelope envelope;
    private final MailContent content;
    private final ScheduledExecutorService timer;

    private final Map<MailAddress, AttemptResult> results = new LinkedHashMap<>();
    private boolean began;
    private boolean finalDot;

    MailTransaction(MxSession session, Envelope envelope, MailContent content, ScheduledExecutorService timer) {
        this.session = session;
        this.envelope = envelope;
        this.content = content;
        this.timer = timer;
    }

    /** Runs to its end, or to where the connection breaks. */
    Map<MailAddress, AttemptResult> run() {
        session.countTransaction();
        try {
            converse();
        } catch (IOException lost) {
            session.abandon();
            Failure failure = finalDot ? perhapsDelivered(lost) : lost(lost);
            envelope.recipients()
                    .forEach(recipient -> results.putIfAbsent(
                            recipient,
                            finalDot
                                    ? new AttemptResult.PossiblyDelivered(failure)
                                    : new AttemptResult.Deferred(failure)));
        }
        return results;
    }

    /** Whether the host said anything in this transaction; if not, a connection that was kept open had died meanwhile. */
    boolean hasBegun() {
        return began;
    }

    private void converse() throws IOException {
        SmtpReply mail = session.command(
                "MAIL FROM:<" + envelope.sender().map(MailAddress::toString).orElse("") + ">");
        began = true;
        if (!mail.isPositive()) {
            concludeAll(envelope.recipients(), mail);
            reset();
            return;
        }
        List<MailAddress> accepted = nameRecipients();
        if (accepted.isEmpty()) {
            reset();
            return;
        }
        Optional<OutputStream> data = session.startData();
        if (data.isEmpty()) {
            concludeAll(accepted, session.lastReply());
            reset();
            return;
        }
        write(data.get());
        finalDot = true;
        concludeAll(accepted, session.endData());
    }

    private List<MailAddress> nameRecipients() throws IOException {
        List<MailAddress> accepted = new ArrayList<>();
        for (MailAddress recipient : envelope.recipients()) {
            SmtpReply reply = session.command("RCPT TO:<" + recipient + ">");
            if (reply.isPositive()) {
                accepted.add(recipient);
            } else {
                results.put(recipient, resultOf(reply));
            }
        }
        return accepted;
    }

    /** Blocking sockets know no time limit for writing, so that a watchdog hangs up on a host that stopped reading. */
    private void write(OutputStream data) throws IOException {
        Future<?> watchdog = timer.schedule(session::abandon, DATA_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            content.writeTo(data);
        } finally {
            watchdog.cancel(false);
        }
    }

    private void concludeAll(List<MailAddress> recipients, SmtpReply reply) {
        recipients.forEach(recipient -> results.put(recipient, resultOf(reply)));
    }

    private AttemptResult resultOf(SmtpReply reply) {
        if (reply.isPositive()) {
            return new AttemptResult.Accepted(reply);
        }
        return reply.isPermanent()
                ? new AttemptResult.Refused(failure(FailureReason.SERVER_REFUSED, reply), reply)
                : new AttemptResult.Deferred(failure(FailureReason.SERVER_DEFERRED, reply));
    }

    private Failure failure(FailureReason reason, SmtpReply reply) {
        return new Failure(reason, host() + " answered: " + reply.withoutAddresses());
    }

    private void reset() throws IOException {
        if (session.isReusable()) {
            session.command("RSET");
        }
    }

    private Failure lost(IOException lost) {
        return new Failure(
                FailureReason.CONNECTION_LOST,
                "the connection with " + host() + " broke before the mail was handed over: " + lost.getMessage());
    }

    private Failure perhapsDelivered(IOException lost) {
        return new Failure(
                FailureReason.POSSIBLY_DELIVERED,
                "possibly delivered: the connection with " + host() + " broke after the whole mail was written, before "
                        + "the answer: " + lost.getMessage());
    }

    private String host() {
        return session.target().name().toString();
    }
}
