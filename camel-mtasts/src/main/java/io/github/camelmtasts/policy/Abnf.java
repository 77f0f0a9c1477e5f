package io.github.camelmtasts.policy;

/** The rules that the grammars of the TXT record and of the text policy share (RFC 8461 sections 3.1 and 3.2). */
final class Abnf {

    /** {@code sts-ext-name} and {@code sts-policy-ext-name}: a letter or digit, and 31 characters more. */
    private static final int MAX_NAME_LENGTH = 32;

    private Abnf() {}

    /** The end of the field name that begins at {@code start}; {@code start} itself if none does. */
    static int endOfName(String text, int start, int end) {
        if (start == end || !isLetterOrDigit(text.charAt(start))) {
            return start;
        }
        int at = start + 1;
        while (at < end && isInName(text.charAt(at))) {
            at++;
        }
        return at - start <= MAX_NAME_LENGTH ? at : start;
    }

    /** Whether what stands from {@code start} to {@code end} is this word. */
    static boolean isWord(String word, String text, int start, int end) {
        return end - start == word.length() && text.startsWith(word, start);
    }

    /** The first place from {@code start} on that holds no white space, {@code end} at most. */
    static int behindWhiteSpace(String text, int start, int end) {
        int at = start;
        while (at < end && isWhiteSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The end of what is left before {@code end} without the white space at its end, {@code start} at least. */
    static int beforeWhiteSpace(String text, int start, int end) {
        int at = end;
        while (at > start && isWhiteSpace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** {@code WSP} (RFC 5234 appendix B.1). */
    private static boolean isWhiteSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isInName(char c) {
        return isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    /** Of US-ASCII alone. */
    static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || isDigit(c) || (c >= 'A' && c <= 'Z');
    }

    /** Of US-ASCII alone. */
    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
