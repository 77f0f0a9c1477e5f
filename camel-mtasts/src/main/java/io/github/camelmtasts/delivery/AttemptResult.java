package io.github.camelmtasts.delivery;

import java.util.Optional;
import java.util.Set;

/** What one visit at one host came to, for one recipient. */
public sealed interface AttemptResult {

    /** Taken: the host is responsible now, and nobody else may be asked. */
    record Accepted(SmtpReply reply) implements AttemptResult {}

    /** Refused for good, inside a session that the policy allows, by this word: no other host is asked. */
    record Refused(Failure why, SmtpReply reply) implements AttemptResult {}

    /** Not now, or not here: the next host has its turn. There is a reply if the host said so of this recipient. */
    record Deferred(Failure why, Optional<SmtpReply> reply) implements AttemptResult {
        public Deferred(Failure why) {
            this(why, Optional.empty());
        }
    }

    /** The TLS that the plan demands could not be had; nothing was sent. The next host has its turn. */
    record TlsFailed(Failure why) implements AttemptResult {}

    /** The connection broke after the whole mail was written: to ask another host would make a duplicate likely. */
    record PossiblyDelivered(Failure why) implements AttemptResult {}

    /** What no other host would mend; and each login that is refused brings the account nearer to being locked. */
    Set<FailureReason> ENDS_OF_WALK = Set.of(FailureReason.LOCAL_ERROR, FailureReason.AUTHENTICATION_FAILED);

    /** Whether no other host may be asked for this recipient, or it would be of no use. */
    default boolean isFinal() {
        return this instanceof Accepted
                || this instanceof Refused
                || this instanceof PossiblyDelivered
                || (this instanceof Deferred deferred
                        && ENDS_OF_WALK.contains(deferred.why().reason()));
    }

    /** What went wrong; empty if the mail was taken. */
    default Optional<Failure> failure() {
        if (this instanceof Accepted) {
            return Optional.empty();
        }
        if (this instanceof Refused refused) {
            return Optional.of(refused.why());
        }
        if (this instanceof Deferred deferred) {
            return Optional.of(deferred.why());
        }
        if (this instanceof TlsFailed tlsFailed) {
            return Optional.of(tlsFailed.why());
        }
        return Optional.of(((PossiblyDelivered) this).why());
    }
}
