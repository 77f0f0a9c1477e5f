package io.github.camelmtasts.smtp;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.TlsDemand;

/** TLS first. If it breaks and nobody demands it: once more without (RFC 7435), for this mail alone. */
interface ClearTextFallback {

    /** Opens a session, with STARTTLS or without. */
    MxSession open(boolean useStartTls) throws SessionFailed;

    /** A session that meets the demand; it knows what it stands in for. */
    default MxSession openUnder(TlsDemand demand) throws SessionFailed {
        try {
            return open(true);
        } catch (SessionFailed failed) {
            if (demand.mustEncrypt() || !failed.failure().reason().isPolicyFailure()) {
                throw failed;
            }
            return inClearText(failed.failure());
        }
    }

    private MxSession inClearText(Failure tlsFailure) throws SessionFailed {
        try {
            MxSession session = open(false);
            session.standInFor(tlsFailure);
            return session;
        } catch (SessionFailed failed) {
            throw failed.after(tlsFailure);
        }
    }
}
