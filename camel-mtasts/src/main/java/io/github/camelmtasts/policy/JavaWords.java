package io.github.camelmtasts.policy;

import java.util.regex.Pattern;

/** What an exception of Java says, for people who need not know Java. */
public final class JavaWords {

    private static final int MAX_LENGTH = 200;

    private static final int MAX_CAUSES = 20;

    /** A package, a class and a colon. Bounded, and possessive, so that no text takes long. */
    private static final Pattern CLASS_NAMES =
            Pattern.compile("\\b(?:[a-z0-9]{1,40}+\\.){1,12}+[A-Z][A-Za-z0-9$]{0,80}+(?:: *+)?");

    private JavaWords() {}

    /** The message of the innermost cause that has one, cut and without names of classes; never empty. */
    public static String plain(Throwable failure) {
        String message = "";
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            message = cause.getMessage() == null ? message : cause.getMessage();
            cause = cause.getCause();
        }
        return of(message);
    }

    /** The message, cut and without names of classes; never empty. */
    public static String of(String message) {
        String words = CLASS_NAMES
                .matcher(Untrusted.text(message, MAX_LENGTH))
                .replaceAll("")
                .strip();
        return words.isEmpty() ? "no reason is given" : words;
    }
}
