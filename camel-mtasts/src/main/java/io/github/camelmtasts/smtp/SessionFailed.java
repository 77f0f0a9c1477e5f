package io.github.camelmtasts.smtp;

import java.util.Optional;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;

/** A session that did not come about; stays inside this package. */
final class SessionFailed extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final transient Optional<Failure> before;

    SessionFailed(FailureReason reason, String detail) {
        this(new Failure(reason, detail), Optional.empty());
    }

    private SessionFailed(Failure failure, Optional<Failure> before) {
        super(failure.detail());
        this.failure = failure;
        this.before = before;
    }

    /** The same, for the second time: in clear text, after TLS had failed. */
    SessionFailed after(Failure tlsFailure) {
        return new SessionFailed(failure, Optional.of(tlsFailure));
    }

    /** The failure of TLS before the one in clear text. */
    Optional<Failure> before() {
        return before;
    }

    Failure failure() {
        return failure;
    }
}
