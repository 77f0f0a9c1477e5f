package io.github.camelmtasts.publication;

/**
 * One thing that a publisher should know about their policy.
 *
 * @param severity how bad it is
 * @param sentence what it is, and who can mend it how
 */
public record Finding(Severity severity, String sentence) {

    /** How bad a finding is. */
    public enum Severity {
        /** Good to know. */
        NOTE,
        /** Nobody loses mail by it now. */
        WARNING,
        /** Mail waits or goes unprotected, or would. */
        ERROR
    }

    static Finding note(String sentence) {
        return new Finding(Severity.NOTE, sentence);
    }

    static Finding warning(String sentence) {
        return new Finding(Severity.WARNING, sentence);
    }

    static Finding error(String sentence) {
        return new Finding(Severity.ERROR, sentence);
    }

    boolean isError() {
        return severity == Severity.ERROR;
    }
}
