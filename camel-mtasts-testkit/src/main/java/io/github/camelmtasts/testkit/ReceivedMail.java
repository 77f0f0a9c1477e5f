package io.github.camelmtasts.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A mail as a server took it.
 *
 * @param mxHost the name of the server
 * @param sender the envelope sender, empty for a bounce
 * @param recipients the envelope recipients that were accepted
 * @param raw header and body as they came, with CR LF and without dot-stuffing
 * @param encrypted whether it came inside TLS
 * @param tlsProtocol such as {@code TLSv1.3}; null without TLS
 * @param sni the server name that the client asked for; null if it named none
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; mails are not compared
public record ReceivedMail(
        String mxHost,
        String sender,
        List<String> recipients,
        byte[] raw,
        boolean encrypted,
        @Nullable String tlsProtocol,
        @Nullable String sni) {
    private static final Pattern END_OF_LINE = Pattern.compile("\r?\n(?![ \t])");
    private static final Pattern FOLD = Pattern.compile("\r?\n(?=[ \t])");

    /** Copies its parts. */
    public ReceivedMail {
        recipients = List.copyOf(recipients);
        raw = raw.clone();
    }

    /** A copy of header and body as they came. */
    @Override
    public byte[] raw() {
        return raw.clone();
    }

    /** The whole mail, read as UTF-8. */
    public String text() {
        return new String(raw, StandardCharsets.UTF_8);
    }

    /** The first header of this name, whatever its case: unfolded, without surrounding space, not decoded. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** All headers of this name from top to bottom; see {@link #header}. */
    public List<String> headers(String name) {
        String start = name + ":";
        return Stream.of(END_OF_LINE.split(head(), -1))
                .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
                .map(line -> FOLD.matcher(line.substring(start.length()))
                        .replaceAll("")
                        .strip())
                .toList();
    }

    private String head() {
        String text = text();
        int blankLine = text.indexOf("\r\n\r\n");
        return blankLine < 0 ? text : text.substring(0, blankLine);
    }

    @Override
    public String toString() {
        return "mail from <" + sender + "> to " + recipients + " at " + mxHost + ", "
                + (tlsProtocol == null ? "in clear text" : tlsProtocol);
    }
}
