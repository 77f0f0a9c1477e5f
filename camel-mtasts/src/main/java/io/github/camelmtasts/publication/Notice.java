package io.github.camelmtasts.publication;

/**
 * One thing that a publisher should know about their policy.
 *
 * @param severity how bad it is
 * @param sentence what it is, and who can mend it how
 */
public record Notice(Severity severity, String sentence) {

    /** How bad it is. */
    public enum Severity {
        /** Good to know. */
        NOTE,
        /** Nobody loses mail by it now. */
        WARNING,
        /** Mail waits or goes unprotected, or would. */
        ERROR
    }

    static Notice note(String sentence) {
        return new Notice(Severity.NOTE, sentence);
    }

    static Notice warning(String sentence) {
        return new Notice(Severity.WARNING, sentence);
    }

    static Notice error(String sentence) {
        return new Notice(Severity.ERROR, sentence);
    }

    boolean isError() {
        return severity == Severity.ERROR;
    }
}
