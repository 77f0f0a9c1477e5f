package io.github.camelmtasts.notification;

/** Breaks text into lines at its spaces. */
final class Wrapping {

    /** In characters, without the line end (RFC 5322 section 2.1.1). */
    static final int WIDTH = 78;

    private Wrapping() {}

    /**
     * The text in lines of at most {@link #WIDTH}, but for words that are longer; the last line has no end.
     *
     * @param indent begins every line but the first
     */
    static String wrap(String text, String indent) {
        StringBuilder lines = new StringBuilder();
        int lineLength = 0;
        for (String word : text.strip().split(" ", -1)) {
            if (lineLength == 0) {
                lines.append(word);
                lineLength = word.length();
            } else if (word.isEmpty() || lineLength + 1 + word.length() <= WIDTH) { // no line of white space alone
                lines.append(' ').append(word);
                lineLength += 1 + word.length();
            } else {
                lines.append("\r\n").append(indent).append(word);
                lineLength = indent.length() + word.length();
            }
        }
        return lines.toString();
    }
}
