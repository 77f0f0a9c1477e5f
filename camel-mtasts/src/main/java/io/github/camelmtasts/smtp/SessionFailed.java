package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.util.Optional;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Greeting;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;

/** A session that did not come about; stays inside this package. */
final class SessionFailed extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final transient Optional<Failure> before;
    private final transient Greeting greeting;

    SessionFailed(FailureReason reason, String detail) {
        this(new Failure(reason, detail), Optional.empty(), Greeting.NONE);
    }

    SessionFailed(Failure failure) {
        this(failure, Optional.empty(), Greeting.NONE);
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

    private SessionFailed(Failure failure, Optional<Failure> before, Greeting greeting) {
        super(failure.detail());
        this.failure = failure;
        this.before = before;
        this.greeting = greeting;
    }

    /** The same, for the second time: in clear text, after TLS had failed. */
    SessionFailed after(Failure tlsFailure) {
        return new SessionFailed(failure, Optional.of(tlsFailure), greeting);
    }

    /** The failure of TLS before the one in clear text. */
    Optional<Failure> before() {
        return before;
    }

    /** The same, at a host that said this. */
    SessionFailed behind(Greeting said) {
        return new SessionFailed(failure, before, said);
    }

    /** What the host said until then. */
    Greeting greeting() {
        return greeting;
    }

    Failure failure() {
        return failure;
    }
}
