package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.util.Optional;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Greeting;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;

/** A session that did not come about; stays inside this package. */
final class SessionFailed extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final transient Optional<SmtpReply> reply;
    private final transient Optional<Failure> before;
    private final transient Greeting greeting;
    private final boolean comesAgain;

    SessionFailed(FailureReason reason, String detail) {
        this(new Failure(reason, detail), Optional.empty(), Optional.empty(), Greeting.NONE, false);
    }

    SessionFailed(Failure failure) {
        this(failure, Optional.empty(), Optional.empty(), Greeting.NONE, false);
    }

    /** The connection broke at this point of the conversation. */
    static SessionFailed lost(DomainName host, String where, IOException cause) {
        return new SessionFailed(
                cause instanceof VisitLimit.Reached ? FailureReason.OUT_OF_TIME : FailureReason.CONNECTION_LOST,
                "the connection with " + host + " broke " + where + ": " + root(cause));
    }

    /** The words of what went wrong at the bottom. */
    static String root(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Untrusted.text(String.valueOf(cause.getMessage()), 160);
    }

    private SessionFailed(
            Failure failure,
            Optional<SmtpReply> reply,
            Optional<Failure> before,
            Greeting greeting,
            boolean comesAgain) {
        super(failure.detail());
        this.failure = failure;
        this.reply = reply;
        this.before = before;
        this.greeting = greeting;
        this.comesAgain = comesAgain;
    }

    /** The host turned us away by this reply, before it knew of any mail. */
    static SessionFailed turnedAway(Failure failure, SmtpReply reply) {
        return new SessionFailed(failure, Optional.of(reply), Optional.empty(), Greeting.NONE, false);
    }

    /** The same, for the second time: in clear text, after TLS had failed. */
    SessionFailed after(Failure tlsFailure) {
        return new SessionFailed(failure, reply, Optional.of(tlsFailure), greeting, comesAgain);
    }

    /** The failure of TLS before the one in clear text. */
    Optional<Failure> before() {
        return before;
    }

    /** The same, at a host that said this. */
    SessionFailed behind(Greeting said) {
        return new SessionFailed(failure, reply, before, said, comesAgain);
    }

    /** What the host said until then. */
    Greeting greeting() {
        return greeting;
    }

    /** The same, for which others at the host may be the reason. */
    SessionFailed toBeTriedInAnotherTurn() {
        return new SessionFailed(failure, reply, before, greeting, true);
    }

    /** Whether the work is done again in another turn. */
    boolean comesAgain() {
        return comesAgain;
    }

    /** Whether the host said "later" and not "never": it may have too many sessions with us. */
    boolean saysLater() {
        return reply.map(SmtpReply::isTemporary).orElse(false);
    }

    Failure failure() {
        return failure;
    }
}
