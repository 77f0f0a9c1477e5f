package io.github.camelmtasts.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong, once.
 *
 * @param reason what kind of failure
 * @param detail what was seen, in words for a person, without a full stop; holds no personal address
 * @param advice who can fix it, and how: a sentence for a person, without its full stop
 */
public record Failure(FailureReason reason, String detail, String advice) {

    /** A failure with the advice that its reason has. */
    public Failure(FailureReason reason, String detail) {
        this(reason, detail, reason.advice());
    }

    /** The same, where something else is to be fixed than usual. */
    Failure advising(String otherAdvice) {
        return new Failure(reason, detail, otherAdvice);
    }

    /**
     * Of those that hosts gave in their order, the one that says most to whoever must mend it: that of a policy rather than of
     * a later host that was merely down.
     *
     * @return empty if all are permanent, or there is none
     */
    static Optional<Failure> mostTelling(List<Failure> failures) {
        return failures.stream()
                .filter(failure -> failure.reason().isPolicyFailure())
                .findFirst()
                .or(() -> failures.stream()
                        .filter(failure -> !failure.reason().isPermanent())
                        .reduce((earlier, later) -> later));
    }

    /** What happened, who can mend it, and what happens next. */
    public String explanation() {
        return explanation(reason.outcome());
    }

    /** The same for a recipient with this outcome: what could be tried again need not be. */
    String explanation(Outcome outcome) {
        String next = reason.isPermanent() ? "Trying again will not help." : "It can be tried again.";
        return detail + status() + "; " + advice + ". "
                + (outcome == reason.outcome() ? next : "It is not tried any more.");
    }

    /** Help desks search for it; a host has told its own, or none. */
    private String status() {
        return reason.isPermanent() && reason != FailureReason.SERVER_REFUSED
                ? " (" + reason.enhancedStatus() + ")"
                : "";
    }

    /** The same, as the last word after all this time. */
    Failure after(Duration lifetime) {
        return new Failure(reason, "given up after " + inWords(lifetime) + "; at last: " + detail, advice);
    }

    private static String inWords(Duration time) {
        return time.toDays() > 1
                ? time.toDays() + " days"
                : time.toHours() > 1 ? time.toHours() + " hours" : time.toMinutes() + " minutes";
    }
}
