package io.github.camelmtasts.smtp;

import java.util.Optional;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.MailContent;

/** Whether a host can take a mail as it is, by what it offered in EHLO. A mail is never re-encoded: a signature would break. */
final class HostFit {

    private final MxSession session;
    private final Envelope envelope;
    private final MailContent content;
    private final SmtpExtensions offered;

    HostFit(MxSession session, Envelope envelope, MailContent content) {
        this.session = session;
        this.envelope = envelope;
        this.content = content;
        this.offered = session.extensions();
    }

    /** Why this recipient cannot have the mail from this host; empty if nothing speaks against it. */
    Optional<AttemptResult> faultFor(MailAddress recipient) {
        if (offered.isTooSmallFor(content.size())) {
            return Optional.of(tooLarge());
        }
        if (needsUtf8(recipient) && !offered.smtpUtf8()) {
            return Optional.of(elsewhere(
                    FailureReason.SMTPUTF8_NOT_OFFERED,
                    "does not offer SMTPUTF8, which an address or a header field beyond ASCII needs"));
        }
        return content.hasEightBit() && !offered.eightBitMime()
                ? Optional.of(elsewhere(
                        FailureReason.EIGHT_BIT_NOT_OFFERED,
                        "does not offer 8BITMIME, and the mail holds bytes beyond ASCII"))
                : Optional.empty();
    }

    /** RFC 6531 section 3.4. */
    private boolean needsUtf8(MailAddress recipient) {
        return content.hasUtf8Header()
                || !recipient.isAscii()
                || envelope.sender().filter(sender -> !sender.isAscii()).isPresent();
    }

    /** RFC 1870 section 6.2: the host's offer is its last word on a mail of this size. */
    private AttemptResult tooLarge() {
        return new AttemptResult.Refused(
                new Failure(
                        FailureReason.MAIL_TOO_LARGE,
                        "the mail has " + content.size() + " bytes, "
                                + session.target().name() + " takes " + offered.sizeLimit() + " at most"),
                session.lastEhlo());
    }

    /** RFC 6152 section 3, RFC 6531 section 3.2: nothing is sent. */
    private AttemptResult elsewhere(FailureReason reason, String what) {
        return new AttemptResult.Deferred(new Failure(reason, session.target().name() + " " + what));
    }
}
