package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.smtp.SmtpChannel.Command;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: MAIL, RCPT, DATA, the mail (RFC 5321 section 3.3). A recipient has a result as soon as it is certain, so
 * that a connection that breaks afterwards takes nothing back; who has none in the end was postponed, or the connection broke.
 */
final class MailTransaction {

    private static final int READY_FOR_DATA = 354;

    private final MxSession session;
    private final Envelope envelope;
    private final MailContent content;
    private final ReplyJudge judge;
    private final Map<MailAddress, AttemptResult> results;

    // mutable state: how far the transaction has come
    private boolean began;
    private boolean mailRefused;
    private boolean outOfStep;
    private final List<MailAddress> accepted = new ArrayList<>();
    private final List<MailAddress> postponed = new ArrayList<>();
    private int hopes;
    private @Nullable SmtpReply dataReply;

    /**
     * A transaction for all recipients of the envelope.
     *
     * @param results where they find their results
     */
    MailTransaction(
            MxSession session, Envelope envelope, MailContent content, Map<MailAddress, AttemptResult> results) {
        this.session = session;
        this.envelope = envelope;
        this.content = content;
        this.judge = new ReplyJudge(session.target().name(), envelope);
        this.results = results;
        this.hopes = envelope.recipients().size();
    }

    /**
     * Runs to its end.
     *
     * @throws IOException if the connection breaks, or the mail cannot be read; the session is of no use any more
     */
    void run() throws IOException {
        session.countTransaction();
        session.channel()
                .say(commands(), () -> hopes > 0); // without pipelining DATA is said only if somebody will have it
        SmtpReply data = dataReply;
        if (data != null && data.code() == READY_FOR_DATA) {
            writeMail();
            return;
        }
        if (data != null && !data.isRefusal()) {
            throw new IOException("the host answered DATA with: " + data);
        }
        if (data != null) {
            conclude(accepted, data);
        }
        reset();
    }

    /** Whether the host said anything but that it hangs up; if not, a connection that was kept open had died meanwhile. */
    boolean hasBegun() {
        return began;
    }

    /** Those whom the host wants in a further transaction. */
    List<MailAddress> postponed() {
        return postponed;
    }

    private List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        commands.add(new Command(mail(), this::hearMail));
        envelope.recipients()
                .forEach(recipient ->
                        commands.add(new Command("RCPT TO:<" + recipient + ">", reply -> hearRcpt(recipient, reply))));
        commands.add(new Command("DATA", this::hearData)); // RFC 2920 section 3.1: the last of its group
        return commands;
    }

    /** With the parameters that the host offered: RFC 1870 section 6, RFC 6152 section 2, RFC 6531 section 3.4. */
    private String mail() {
        SmtpExtensions offered = session.extensions();
        String sender = envelope.sender().map(MailAddress::toString).orElse("");
        boolean needsUtf8 = content.hasUtf8Header() || !envelope.isAscii();
        return "MAIL FROM:<" + sender + ">"
                + (offered.size() ? " SIZE=" + content.size() : "")
                + (content.hasEightBit() && offered.eightBitMime() ? " BODY=8BITMIME" : "")
                + (needsUtf8 && offered.smtpUtf8() ? " SMTPUTF8" : "");
    }

    private void hearMail(SmtpReply reply) {
        heard(reply);
        began = reply.code() != SmtpReply.CLOSING;
        if (!reply.isPositive()) {
            mailRefused = true;
            hopes = 0;
            conclude(envelope.recipients(), reply);
        }
    }

    private void hearRcpt(MailAddress recipient, SmtpReply reply) {
        heard(reply);
        if (mailRefused) {
            outOfStep |= reply.isPositive();
        } else if (reply.isPositive()) {
            accepted.add(recipient);
        } else if (reply.saysTooManyRecipients() && !accepted.isEmpty()) {
            postponed.add(recipient); // RFC 5321 section 4.5.3.1.10
        } else {
            hopes--;
            results.put(recipient, judge.resultOf(reply));
        }
    }

    private void hearData(SmtpReply reply) {
        heard(reply);
        dataReply = reply;
    }

    /** RFC 5321 section 3.8: a host that says 421 is about to hang up, whatever it was asked. */
    private void heard(SmtpReply reply) {
        if (reply.code() == SmtpReply.CLOSING) {
            session.expectNoMore();
        }
    }

    private void writeMail() throws IOException {
        if (outOfStep) {
            throw new IOException("the host refused MAIL, and yet wants the mail");
        }
        if (accepted.isEmpty()) {
            session.channel().endMail(); // RFC 2920 section 3.1: nobody will have it, so the dot stands alone
            return;
        }
        session.channel().writeMail(content);
        try {
            SmtpReply last = session.channel().endMail();
            heard(last);
            conclude(accepted, last);
        } catch (IOException | RuntimeException | Error lost) {
            AttemptResult perhaps = judge.perhapsDelivered(lost);
            accepted.forEach(recipient -> results.put(recipient, perhaps));
            throw lost;
        }
    }

    private void conclude(List<MailAddress> recipients, SmtpReply reply) {
        AttemptResult result = judge.resultOf(reply);
        recipients.forEach(recipient -> results.put(recipient, result));
    }

    private void reset() throws IOException {
        if (session.isReusable()) {
            heard(session.channel().say("RSET"));
        }
    }
}
