package io.github.camelmtasts.smtp;

import java.io.IOException;

/** Replies and commands do not belong together: what the host said last may be the answer to anything. */
final class OutOfStep extends IOException {

    private static final long serialVersionUID = 1;

    OutOfStep(String what) {
        super(what);
    }
}
