package io.github.camelmtasts.smtp;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;

/** A session that did not come about; stays inside this package. */
final class SessionFailed extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    SessionFailed(FailureReason reason, String detail) {
        super(detail);
        this.failure = new Failure(reason, detail);
    }

    Failure failure() {
        return failure;
    }
}
