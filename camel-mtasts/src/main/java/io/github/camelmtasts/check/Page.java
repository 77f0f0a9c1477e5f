package io.github.camelmtasts.check;

/** Lines of text in two columns: what it is about, and the words. */
final class Page {

    /** In characters. */
    private static final int WIDTH = 96;

    private static final String GUTTER = " ".repeat(13);

    private final StringBuilder text = new StringBuilder();
    private final TextStyle style;

    Page(TextStyle style) {
        this.style = style;
    }

    String text() {
        return text.toString();
    }

    void title(String words) {
        plain(mark(BOLD, words));
    }

    void plain(String words) {
        text.append(words).append('\n');
    }

    void gap() {
        text.append('\n');
    }

    void label(String label, String words) {
        line(mark(BOLD, label) + GUTTER.substring(label.length()), words, "");
    }

    void severity(Severity severity, String words) {
        String label = severity.name();
        line(mark(colourOf(severity), label) + GUTTER.substring(label.length()), words, "");
    }

    /** Words in the right column. */
    void item(String words, String indent) {
        line(GUTTER, words, indent);
    }

    /** Breaks words at spaces; the indent begins each line of the right column but the first. */
    private void line(String left, String words, String indent) {
        text.append(left);
        int room = WIDTH - GUTTER.length();
        String rest = words;
        String begin = "";
        while (begin.length() + rest.length() > room) {
            int space = rest.lastIndexOf(' ', room - begin.length());
            int cut = space > indentOf(rest) ? space : rest.indexOf(' ', room - begin.length());
            if (cut < 0) {
                break;
            }
            text.append(begin).append(rest, 0, cut).append('\n').append(GUTTER);
            rest = rest.substring(cut + 1);
            begin = indent;
        }
        text.append(begin).append(rest);
        strip();
        text.append('\n');
    }

    private static int indentOf(String words) {
        int at = 0;
        while (at < words.length() && words.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private void strip() {
        while (text.length() > 0 && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
    }

    private static final String BOLD = "1";

    private static String colourOf(Severity severity) {
        return switch (severity) {
            case ERROR -> "1;31";
            case UNKNOWN -> "1;35";
            case WARNING -> "1;33";
            case NOTE -> "1;36";
        };
    }

    private String mark(String rendition, String words) {
        return style == TextStyle.COLOURED ? "\u001B[" + rendition + "m" + words + "\u001B[0m" : words;
    }
}
