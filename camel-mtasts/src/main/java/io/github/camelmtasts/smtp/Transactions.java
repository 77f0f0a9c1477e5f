package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.LocalFault;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.SmtpReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail in one session: as many transactions as its recipients need, and a result for every one of them. */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /** RFC 5321 section 4.5.3.1.8: so many every host must take, more it may refuse. */
    private static final int MAX_RECIPIENTS = 100;

    private final MxSession session;
    private final Envelope envelope;
    private final MailContent content;

    private final Map<MailAddress, AttemptResult> results = new LinkedHashMap<>();
    private boolean began;
    private @Nullable SmtpReply turnedAway;

    Transactions(MxSession session, Envelope envelope, MailContent content) {
        this.session = session;
        this.envelope = envelope;
        this.content = content;
    }

    /** Hands the mail over, as far as the host takes it and the connection lasts. */
    Map<MailAddress, AttemptResult> run() {
        ReplyJudge judge = new ReplyJudge(session.target().name(), envelope);
        try {
            handOver(recipientsThatFit());
        } catch (SourceFailed unreadable) {
            LOG.error("A mail cannot be read", unreadable);
            breakOff(new AttemptResult.Deferred(
                    new Failure(FailureReason.LOCAL_ERROR, String.valueOf(unreadable.getMessage()))));
        } catch (VisitLimit.Reached late) {
            breakOff(new AttemptResult.Deferred(new Failure(
                    FailureReason.OUT_OF_TIME, session.target().name() + " was too slow: " + late.getMessage())));
        } catch (IOException lost) {
            breakOff(judge.lost(lost));
        } catch (RuntimeException | Error broken) { // who has a result keeps it
            breakOff(new AttemptResult.Deferred(
                    LocalFault.told(LOG, "The session with", session.target().name(), broken)));
        }
        return results;
    }

    /** Whether the host had part in it; if not, a connection that was kept open had died meanwhile. */
    boolean hasBegun() {
        return began;
    }

    /** How the host said, in answer to the first command, that it hangs up; empty if it went on. */
    Optional<SessionFailed> turnedAway() {
        return Optional.ofNullable(turnedAway)
                .map(reply -> SessionFailed.turnedAway(
                        new ReplyJudge(session.target().name(), envelope).failureOf(reply), reply));
    }

    private List<MailAddress> recipientsThatFit() {
        HostFit fit = new HostFit(session, envelope, content);
        List<MailAddress> fitting = new ArrayList<>();
        for (MailAddress recipient : envelope.recipients()) {
            fit.faultFor(recipient)
                    .ifPresentOrElse(fault -> results.put(recipient, fault), () -> fitting.add(recipient));
        }
        began = fitting.isEmpty(); // there is nothing to talk about
        return fitting;
    }

    /** A host that takes nobody is left: one that tests its guests while they talk forgets its doubts at their next visit alone. */
    private void handOver(Collection<MailAddress> recipients) throws IOException {
        Deque<MailAddress> waiting = new ArrayDeque<>(recipients);
        boolean served = recipients.isEmpty();
        while (!waiting.isEmpty()) {
            MailTransaction transaction = new MailTransaction(session, envelope.to(firstOf(waiting)), content, results);
            try {
                transaction.run();
            } finally {
                began |= transaction.hasBegun();
                turnedAway = began ? null : transaction.closing();
            }
            waiting.addAll(transaction.postponed());
            served |= transaction.hasRecipients();
            if (served || !waiting.isEmpty()) {
                transaction.reset();
            }
        }
        if (!served) {
            session.leaveAfterwards();
        }
    }

    private static List<MailAddress> firstOf(Deque<MailAddress> waiting) {
        List<MailAddress> first = new ArrayList<>();
        while (!waiting.isEmpty() && first.size() < MAX_RECIPIENTS) {
            first.add(waiting.removeFirst());
        }
        return first;
    }

    private void breakOff(AttemptResult result) {
        session.abandon();
        envelope.recipients().forEach(recipient -> results.putIfAbsent(recipient, result));
    }
}
