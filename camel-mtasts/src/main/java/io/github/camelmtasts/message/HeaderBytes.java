package io.github.camelmtasts.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Header fields beyond ASCII. Jakarta Mail keeps those that it read as one character for each byte, and those that were set as
 * they were given; on the wire both are UTF-8 (RFC 6532 section 3.2).
 */
final class HeaderBytes {

    private HeaderBytes() {}

    /** A header field for the wire. */
    static byte[] of(String field) {
        return field.getBytes(isMadeOfBytes(field) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** A header field for a person. */
    static String text(String field) {
        return isAscii(field) || !isMadeOfBytes(field)
                ? field
                : new String(field.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static boolean isMadeOfBytes(String field) {
        return isAscii(field)
                || (field.chars().allMatch(c -> c <= 0xFF)
                        && isUtf8(ByteBuffer.wrap(field.getBytes(StandardCharsets.ISO_8859_1))));
    }

    private static boolean isAscii(String field) {
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    static boolean isUtf8(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException another) {
            return false;
        }
    }
}
