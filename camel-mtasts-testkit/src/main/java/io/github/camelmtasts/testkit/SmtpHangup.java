package io.github.camelmtasts.testkit;

import java.io.IOException;

/** Ends an SMTP session from wherever it stands. */
final class SmtpHangup extends IOException {
    private final SmtpSession.End end;

    SmtpHangup(SmtpSession.End end) {
        super("session ended: " + end);
        this.end = end;
    }

    SmtpSession.End end() {
        return end;
    }
}
