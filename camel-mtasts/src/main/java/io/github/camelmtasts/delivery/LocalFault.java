package io.github.camelmtasts.delivery;

import io.github.camelmtasts.policy.Untrusted;
import org.slf4j.Logger;

/**
 * Something on this machine broke in the middle of a delivery, an Error included: a failure of those recipients alone for whom
 * it was under way. What other hosts and other domains took must stay known, or they get the mail again.
 */
public final class LocalFault {

    /** In characters; the log has all of it. */
    private static final int MAX_WORDS = 160;

    private LocalFault() {}

    /** The failure, once the log has the whole of it. */
    public static Failure told(Logger log, String what, Object where, Throwable broken) {
        Failure failure = failure(broken);
        try {
            log.error("{} {} broke on this machine", what, where, broken);
        } catch (RuntimeException | Error logIsBrokenToo) {
            // without memory or disk a log breaks with what it tells of
        }
        return failure;
    }

    private static Failure failure(Throwable broken) {
        String words = broken.getMessage() == null ? "" : ": " + Untrusted.text(broken.getMessage(), MAX_WORDS);
        return new Failure(FailureReason.LOCAL_ERROR, "the delivery broke on this machine" + words);
    }
}
