package io.github.camelmtasts.smtp;

import java.util.Optional;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.TlsDemand;

/**
 * A session, and why it is in clear text if TLS was tried before.
 *
 * @param tlsFailure what broke TLS; empty if nothing did
 */
record Opened(MxSession session, Optional<Failure> tlsFailure) {

    /** Opens a session, with STARTTLS or without. */
    interface Opener {
        MxSession open(boolean useStartTls) throws SessionFailed;
    }

    /** TLS first. If it breaks and nobody demands it: once more without (RFC 7435), for this mail alone. */
    static Opened by(Opener opener, TlsDemand demand) throws SessionFailed {
        try {
            return new Opened(opener.open(true), Optional.empty());
        } catch (SessionFailed failed) {
            if (demand.mustEncrypt() || !failed.failure().reason().isPolicyFailure()) {
                throw failed;
            }
            return inClearText(opener, failed.failure());
        }
    }

    private static Opened inClearText(Opener opener, Failure tlsFailure) throws SessionFailed {
        try {
            return new Opened(opener.open(false), Optional.of(tlsFailure));
        } catch (SessionFailed failed) {
            throw failed.after(tlsFailure);
        }
    }
}
