package io.github.camelmtasts.check;

/** How a text is marked up. */
public enum TextStyle {
    /** Not at all. */
    PLAIN,
    /** With the colours of a terminal (ECMA-48 section 8.3.117). */
    COLOURED
}
