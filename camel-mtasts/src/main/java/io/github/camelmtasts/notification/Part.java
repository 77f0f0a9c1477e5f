package io.github.camelmtasts.notification;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One part of a multipart mail, encoded so that it passes every server: a notification that fails is told to nobody. */
final class Part {

    /** In characters, without the line end (RFC 5322 section 2.1.1). */
    private static final int MAX_LINE = 998;

    private Part() {}

    /** Header and body of the part; {@code content} has lines that end in CR LF. */
    static String of(String mediaType, String content, Charset charset) {
        return isPlain(content)
                ? new Fields().add("Content-Type", mediaType) + "\r\n" + content
                : new Fields().add("Content-Type", mediaType).add("Content-Transfer-Encoding", "quoted-printable")
                        + "\r\n"
                        + QuotedPrintable.encode(content.getBytes(charset));
    }

    static boolean isAscii(String content) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(content);
    }

    /** RFC 2045 section 2.7: 7bit. */
    private static boolean isPlain(String content) {
        return isAscii(content)
                && Arrays.stream(content.split("\r\n", -1))
                        .allMatch(line -> line.length() <= MAX_LINE
                                && line.chars().noneMatch(c -> c == 0 || c == '\r' || c == '\n'));
    }
}
