package io.github.camelmtasts.smtp;

import java.util.Optional;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Greeting;

/** A session that did not come about; stays inside this package. */
final class SessionFailed extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final transient Optional<Failure> before;
    private final transient Greeting greeting;

    SessionFailed(FailureReason reason, String detail) {
        this(new Failure(reason, detail), Optional.empty(), Greeting.NONE);
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
