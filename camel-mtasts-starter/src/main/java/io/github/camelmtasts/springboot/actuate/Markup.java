package io.github.camelmtasts.springboot.actuate;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A piece of HTML. Whatever is put into one is escaped, unless it is a piece itself: so text from a stranger cannot become
 * markup, and nobody has to remember to escape it.
 */
final class Markup {

    static final Markup NOTHING = new Markup("");

    private final String html;

    private Markup(String html) {
        this.html = html;
    }

    /**
     * Fills in a template.
     *
     * @param template HTML with a {@code %s} for each value; a constant of ours
     * @param values   pieces, and anything else as text
     */
    static Markup of(String template, Object... values) {
        return new Markup(
                template.formatted(Arrays.stream(values).map(Markup::escaped).toArray()));
    }

    /** Pieces one after the other. */
    static Markup all(Stream<Markup> pieces) {
        return new Markup(pieces.map(Markup::toString).collect(Collectors.joining()));
    }

    private static String escaped(Object value) {
        return value instanceof Markup piece ? piece.html : escapedText(value.toString());
    }

    /** All that has a meaning in text or in an attribute between double quotes. */
    private static String escapedText(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return html;
    }
}
