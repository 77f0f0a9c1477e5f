package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
 * What a host says to RCPT is certain unless replies and commands turn out uneven: then it may be about anybody.
 */
final class MailTransaction {

    private static final int READY_FOR_DATA = 354;

    private static final int RESET = 250;

    private final MxSession session;
    private final Envelope envelope;
    private final MailContent content;
    private final ReplyJudge judge;
    private final Map<MailAddress, AttemptResult> results;

    // mutable state: how far the transaction has come
    private boolean began;
    private @Nullable SmtpReply closing;
    private boolean mailRefused;
    private boolean mailRefusedInVain;
    private boolean readyForMail;
    private boolean uneven;
    private boolean open = true;
    private final List<MailAddress> accepted = new ArrayList<>();
    private final List<MailAddress> postponed = new ArrayList<>();
    private int hopes;
    private @Nullable SmtpReply dataReply;
    private final Map<MailAddress, AttemptResult> answers = new LinkedHashMap<>();

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
        try {
            transact();
        } catch (OutOfStep outOfStep) {
            uneven = !readyForMail; // DATA alone is answered by 354, so that up to there all is even
            throw outOfStep;
        } finally {
            if (!uneven) {
                results.putAll(answers);
            }
        }
    }

    private void transact() throws IOException {
        session.channel()
                .say(
                        commands(),
                        session.extensions().pipelining(),
                        () -> hopes > 0); // without pipelining DATA is said only if somebody will have it
        SmtpReply data = dataReply;
        if (data != null && data.code() == READY_FOR_DATA) {
            readyForMail = true;
            writeMail();
        } else if (data != null) {
            hearNoMail(data);
        }
    }

    /** A host that takes recipients and refuses DATA may have refused the last of them: RSET shows whether replies are even. */
    private void hearNoMail(SmtpReply data) throws IOException {
        if (mailRefusedInVain || !data.isRefusal()) {
            throw new OutOfStep("the host answered DATA with: " + data);
        }
        if (!accepted.isEmpty()) {
            conclude(accepted, data);
            reset();
        }
    }

    /** Whether the host decided anything about the mail; if not, it hung up, or a connection that was kept open had died meanwhile. */
    boolean hasBegun() {
        return began && !uneven;
    }

    /** Whether the host took any recipient. */
    boolean hasRecipients() {
        return !accepted.isEmpty();
    }

    /** How it said that it hangs up, before it decided anything; null if it did not. */
    @Nullable
    SmtpReply closing() {
        return closing;
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
        if (!reply.isPositive()) {
            decided(reply);
            mailRefused = true;
            hopes = 0;
            conclude(envelope.recipients(), reply);
        }
    }

    private void hearRcpt(MailAddress recipient, SmtpReply reply) {
        heard(reply);
        decided(reply);
        if (mailRefused) {
            mailRefusedInVain |= reply.isPositive();
        } else if (reply.isPositive()) {
            accepted.add(recipient);
        } else if (reply.saysTooManyRecipients() && !accepted.isEmpty()) {
            postponed.add(recipient); // RFC 5321 section 4.5.3.1.10
        } else {
            hopes--;
            answers.put(recipient, resultOf(reply));
        }
    }

    private void hearData(SmtpReply reply) {
        heard(reply);
        decided(reply);
        dataReply = reply;
    }

    /** RFC 5321 section 3.8: a host that says 421 is about to hang up, whatever it was asked. */
    private void heard(SmtpReply reply) {
        if (reply.code() == SmtpReply.CLOSING) {
            session.expectNoMore();
        }
    }

    /** A host that hangs up before it has decided anything has said nothing about this mail. */
    private void decided(SmtpReply reply) {
        if (reply.code() == SmtpReply.CLOSING && !began) {
            closing = reply;
        }
        began |= closing == null;
    }

    private void writeMail() throws IOException {
        open = false;
        if (mailRefusedInVain) {
            throw new OutOfStep("the host refused MAIL, and yet wants the mail");
        }
        if (accepted.isEmpty()) {
            heard(session.channel().say(".")); // RFC 2920 section 3.1: nobody will have it, so the dot stands alone
            return;
        }
        Optional<SmtpReply> early = session.channel().writeMail(content);
        if (early.isPresent()) {
            session.expectNoMore(); // it has half a mail, which must not be ended
            conclude(accepted, early.get());
            return;
        }
        endMail();
    }

    private void endMail() throws IOException {
        try {
            SmtpReply last = session.channel().endMail();
            heard(last);
            if (!last.isPositive() && !last.isRefusal()) {
                throw new OutOfStep("the host answered the mail with: " + last);
            }
            conclude(accepted, last);
        } catch (IOException | RuntimeException | Error lost) {
            AttemptResult perhaps = judge.perhapsDelivered(lost);
            accepted.forEach(recipient -> answers.put(recipient, perhaps));
            throw lost;
        }
    }

    private void conclude(List<MailAddress> recipients, SmtpReply reply) {
        AttemptResult result = resultOf(reply);
        recipients.forEach(recipient -> answers.put(recipient, result));
    }

    private AttemptResult resultOf(SmtpReply reply) {
        AttemptResult result = judge.resultOf(reply);
        return result.failure()
                .flatMap(said -> SecurityDemand.in(reply, session, said))
                .orElse(result);
    }

    /**
     * Makes room for another transaction, if this one is still open.
     *
     * @throws OutOfStep if the host says neither 250 nor that it hangs up
     */
    void reset() throws IOException {
        if (!open || session.isOver()) {
            return;
        }
        open = false;
        SmtpReply reply = session.channel().say("RSET");
        heard(reply);
        if (reply.code() != RESET && reply.code() != SmtpReply.CLOSING) {
            throw new OutOfStep("the host answered RSET with: " + reply);
        }
    }
}
