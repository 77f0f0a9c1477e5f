package io.github.camelmtasts.check;

import java.io.Serial;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import org.jspecify.annotations.Nullable;

/** Writes what is markup in HTML by its number, so that a report may stand in a page as it is. */
final class WebEscapes extends CharacterEscapes {

    @Serial
    private static final long serialVersionUID = 1;

    private final int[] escapes = standardAsciiEscapesForJSON();

    WebEscapes() {
        for (char markup : new char[] {'<', '>', '&', '\''}) {
            escapes[markup] = ESCAPE_STANDARD;
        }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return escapes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
        return null;
    }
}
