package io.github.camelmtasts.delivery;

/** The grammar of a local part (RFC 5321 section 4.1.2; beyond ASCII, RFC 6531 section 3.3), read in one pass. */
final class LocalPart {

    /** RFC 5322 section 3.2.3: only a quoted local part holds them. */
    private static final String SPECIALS = "<>()[],;:\\\"@";

    private LocalPart() {}

    static boolean isValid(String text) {
        return text.startsWith("\"") ? isQuoted(text) : isPlain(text);
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty() && text.codePoints().allMatch(c -> isVisible(c) && SPECIALS.indexOf(c) < 0);
    }

    private static boolean isQuoted(String text) {
        int last = text.length() - 1;
        int next = 1;
        while (next < last) {
            int c = text.codePointAt(next);
            if (c == '\\') {
                c = text.charAt(++next); // RFC 5321 section 4.1.2: quoted-pairSMTP
                if (next == last || c < ' ' || c > '~') {
                    return false;
                }
            } else if (c == '"' || (c != ' ' && !isVisible(c))) {
                return false;
            }
            next += Character.charCount(c);
        }
        return next == last && text.charAt(last) == '"';
    }

    /** No space, no control or formatting character, no half of a surrogate pair, nothing that is not assigned. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
