package io.github.camelmtasts.check;

/** How grave a finding is; the gravest first. */
public enum Severity {
    /** Mail waits for it, or senders get no policy. */
    ERROR,
    /** It could not be seen from here, so that nobody knows. */
    UNKNOWN,
    /** The protection is less than it could be, or will soon fail. */
    WARNING,
    /** Worth knowing. */
    NOTE
}
