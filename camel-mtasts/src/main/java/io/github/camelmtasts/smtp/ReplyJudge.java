package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.util.Optional;

import io.github.camelmtasts.delivery.AddressMask;
import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.ReplyClass;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.policy.DomainName;

/** What a host's reply, or its silence, means for a recipient. */
final class ReplyJudge {

    private final DomainName host;
    private final AddressMask mask;

    /** A judge of what this host says; nobody in the envelope is named in what a person will read. */
    ReplyJudge(DomainName host, Envelope envelope) {
        this.host = host;
        this.mask = AddressMask.of(envelope);
    }

    /** The meaning of a last word: a positive reply is the one to the final dot. */
    AttemptResult resultOf(SmtpReply reply) {
        if (reply.isPositive()) {
            return new AttemptResult.Accepted(reply);
        }
        return reply.isPermanent()
                ? new AttemptResult.Refused(failureOf(reply), reply)
                : new AttemptResult.Deferred(failureOf(reply), Optional.of(reply));
    }

    /** What a reply that takes no mail says. */
    Failure failureOf(SmtpReply reply) {
        FailureReason reason = reply.isPermanent() ? FailureReason.SERVER_REFUSED : FailureReason.SERVER_DEFERRED;
        return new Failure(
                reason,
                host + " answered: " + mask.in(reply),
                ReplyClass.of(reply).advice());
    }

    /** The connection broke before the host could have taken the mail. */
    AttemptResult lost(IOException lost) {
        return new AttemptResult.Deferred(new Failure(
                FailureReason.CONNECTION_LOST,
                "the connection with " + host + " broke before the mail was handed over: " + words(lost)));
    }

    /** The connection broke when the whole mail was written, or its last bytes were on their way. */
    AttemptResult perhapsDelivered(Throwable lost) {
        return new AttemptResult.PossiblyDelivered(new Failure(
                FailureReason.POSSIBLY_DELIVERED,
                "possibly delivered: the connection with " + host
                        + " broke after the whole mail was written, before the answer: " + words(lost)));
    }

    /** A host that does not keep to the protocol may have said anything. */
    private String words(Throwable lost) {
        return mask.in(new SmtpReply(-1, SessionFailed.root(lost)));
    }
}
