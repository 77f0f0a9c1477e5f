package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.SmtpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail in one session: MAIL, RCPT, DATA (RFC 5321 section 3.3), with a result for every recipient. */
final class MailTransaction {

    private static final Logger LOG = LoggerFactory.getLogger(MailTransaction.class);

    private final MxSession session;
    private final Envelope envelope;
    private final MailContent content;

    private final Map<MailAddress, AttemptResult> results = new LinkedHashMap<>();
    private boolean began;
    private boolean finalDot;

    MailTransaction(MxSession session, Envelope envelope, MailContent content) {
        this.session = session;
        this.envelope = envelope;
        this.content = content;
    }

    /** Runs to its end, or to where it breaks. */
    Map<MailAddress, AttemptResult> run() {
        session.countTransaction();
        try {
            converse();
        } catch (SourceFailed unreadable) {
            LOG.error("A mail cannot be read", unreadable);
            breakOff(new AttemptResult.Deferred(
                    new Failure(FailureReason.LOCAL_ERROR, String.valueOf(unreadable.getMessage()))));
        } catch (IOException lost) {
            breakOff(finalDot ? perhapsDelivered(lost) : lost(lost));
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
            conclude(envelope.recipients(), mail);
            reset();
            return;
        }
        List<MailAddress> accepted = nameRecipients();
        if (accepted.isEmpty()) {
            reset();
            return;
        }
        SmtpReply data = session.startData();
        if (!MxSession.mayWrite(data)) {
            conclude(accepted, data); // Jakarta Mail has said RSET
            return;
        }
        session.write(host -> CountingSink.write(content, host));
        finalDot = true;
        conclude(accepted, session.endData());
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

    private void conclude(List<MailAddress> recipients, SmtpReply reply) {
        AttemptResult result = resultOf(reply);
        recipients.forEach(recipient -> results.put(recipient, result));
    }

    /** A positive reply comes here from the final dot alone. */
    private AttemptResult resultOf(SmtpReply reply) {
        if (reply.isPositive()) {
            return new AttemptResult.Accepted(reply);
        }
        return reply.isPermanent()
                ? new AttemptResult.Refused(failure(FailureReason.SERVER_REFUSED, reply), reply)
                : new AttemptResult.Deferred(failure(FailureReason.SERVER_DEFERRED, reply));
    }

    private Failure failure(FailureReason reason, SmtpReply reply) {
        return new Failure(reason, host() + " answered: " + reply.withoutAddresses(envelope));
    }

    private void reset() throws IOException {
        if (session.isReusable()) {
            session.command("RSET");
        }
    }

    private void breakOff(AttemptResult result) {
        session.abandon();
        envelope.recipients().forEach(recipient -> results.putIfAbsent(recipient, result));
    }

    private AttemptResult lost(IOException lost) {
        return new AttemptResult.Deferred(new Failure(
                FailureReason.CONNECTION_LOST,
                "the connection with " + host() + " broke before the mail was handed over: " + lost.getMessage()));
    }

    private AttemptResult perhapsDelivered(IOException lost) {
        return new AttemptResult.PossiblyDelivered(new Failure(
                FailureReason.POSSIBLY_DELIVERED,
                "possibly delivered: the connection with " + host() + " broke after the whole mail was written, before "
                        + "the answer: " + lost.getMessage()));
    }

    private String host() {
        return session.target().name().toString();
    }
}
