package io.github.camelmtasts.policy;

/**
 * Text that a DNS server, a policy host or a mail server chose. Wherever it leaves us (messages, logs, headers, JSON) it
 * is cut and stripped of control characters, so that it can neither flood nor forge a log line or a terminal.
 */
public final class Untrusted {

    /** In characters; enough for every honest reply, too little to flood a log. */
    public static final int MAX_LENGTH = 1024;

    private Untrusted() {}

    /** The text on one line: at most {@link #MAX_LENGTH} of their characters, control and formatting ones made visible. */
    public static String text(String theirs) {
        return text(theirs, MAX_LENGTH);
    }

    /** As {@link #text(String)}, with a limit of its own. */
    public static String text(String theirs, int maxLength) {
        StringBuilder safe = new StringBuilder(Math.min(theirs.length(), maxLength));
        int next;
        for (int i = 0; i < theirs.length(); i = next) {
            int c = theirs.codePointAt(i);
            next = i + Character.charCount(c);
            if (next > maxLength) {
                return safe + "...";
            }
            safe.appendCodePoint(isHarmless(c) ? c : c == '\r' || c == '\n' || c == '\t' ? ' ' : '\uFFFD');
        }
        return safe.toString();
    }

    /**
     * Bidirectional overrides are of the category FORMAT: they would reorder what a person reads. A surrogate is one
     * without its other half, which some writers of JSON refuse.
     */
    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
