package io.github.camelmtasts.notification;

/** The encoding of RFC 2045 section 6.7, for lines that end in CR LF. */
final class QuotedPrintable {

    /** In characters, the soft break included. */
    private static final int MAX_LINE = 76;

    private final byte[] bytes;
    private final StringBuilder text = new StringBuilder();
    private int lineLength;

    private QuotedPrintable(byte[] bytes) {
        this.bytes = bytes;
    }

    static String encode(byte[] bytes) {
        QuotedPrintable encoder = new QuotedPrintable(bytes);
        encoder.encode();
        return encoder.text.toString();
    }

    private void encode() {
        for (int i = 0; i < bytes.length; i++) {
            if (isLineEnd(i)) {
                text.append("\r\n");
                lineLength = 0;
                i++; // the LF
            } else if (isLiteral(i)) {
                put(String.valueOf((char) bytes[i]));
            } else {
                put(String.format("=%02X", bytes[i]));
            }
        }
    }

    private boolean isLineEnd(int i) {
        return i + 1 < bytes.length && bytes[i] == '\r' && bytes[i + 1] == '\n';
    }

    /** White space at the end of a line would be lost on the way. */
    private boolean isLiteral(int i) {
        byte next = bytes[i];
        if (next == ' ' || next == '\t') {
            return i + 1 < bytes.length && !isLineEnd(i + 1);
        }
        return next > ' ' && next <= '~' && next != '=';
    }

    private void put(String token) {
        if (lineLength + token.length() >= MAX_LINE) {
            text.append("=\r\n");
            lineLength = 0;
        }
        text.append(token);
        lineLength += token.length();
    }
}
