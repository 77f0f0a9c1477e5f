package io.github.camelmtasts.delivery;

/**
 * What went wrong, once.
 *
 * @param reason what kind of failure
 * @param detail what was seen, in words for a person, without a full stop; holds no personal address
 */
public record Failure(FailureReason reason, String detail) {

    /** What happened, who can mend it, and what happens next. */
    public String explanation() {
        return detail + "; " + reason.advice() + ". "
                + (reason.isPermanent() ? "Trying again will not help." : "It can be tried again.");
    }
}
