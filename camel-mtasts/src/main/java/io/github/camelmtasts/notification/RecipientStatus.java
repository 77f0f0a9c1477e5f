package io.github.camelmtasts.notification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.policy.DomainName;

/**
 * What a report says of one recipient, as far as the sender has to know.
 *
 * @param recipient   the envelope address
 * @param outcome     delivered, deferred or failed
 * @param failure     the last word if it was not delivered; empty if the report has none, or one that we do not know
 * @param refusal     what a host said, if that is the failure; empty if no host said anything
 * @param lastAttempt when the last host was turned to; empty if none was
 */
public record RecipientStatus(
        MailAddress recipient,
        Outcome outcome,
        Optional<Failure> failure,
        Optional<Refusal> refusal,
        Optional<Instant> lastAttempt) {

    /** The word of a host that did not take the mail. */
    public record Refusal(DomainName host, SmtpReply reply) {}

    private static final String UNDEFINED = ".0.0";

    /** The same, without a word of these recipients: hosts like to repeat whom they were told of. */
    RecipientStatus without(List<MailAddress> others) {
        Envelope envelope = new Envelope(Optional.empty(), others);
        return new RecipientStatus(
                recipient,
                outcome,
                failure.map(why -> new Failure(why.reason(), without(envelope, why.detail()))),
                refusal.map(said -> new Refusal(
                        said.host(),
                        new SmtpReply(said.reply().code(), said.reply().withoutAddresses(envelope)))),
                lastAttempt);
    }

    private static String without(Envelope others, String detail) {
        return detail.isEmpty() ? detail : new SmtpReply(-1, detail).withoutAddresses(others);
    }

    boolean isFailed() {
        return outcome == Outcome.FAILED;
    }

    /**
     * The enhanced status code (RFC 3463). Its class says what became of the mail, so that whoever was given up after days of
     * temporary failures has a permanent one; the rest says why: in the host's own code, where ours would say nothing.
     */
    String enhancedStatus() {
        String ours = failure.map(why -> why.reason().enhancedStatus()).orElse("5" + UNDEFINED);
        String best = ours.endsWith(UNDEFINED)
                ? refusal.flatMap(said -> said.reply().enhancedStatus()).orElse(ours)
                : ours;
        return (isFailed() ? "5" : "4") + best.substring(1);
    }
}
