package io.github.camelmtasts.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Enumeration;
import java.util.Locale;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.StreamProvider;

import org.jspecify.annotations.Nullable;

/**
 * Turns a message into bytes. {@link MimeMessage#writeTo} would do; but for every message that was built and not read, it
 * searches the class path for encoders, under the class path's lock, and takes longer over that than over all the rest.
 */
final class Rendering {

    /** Bcc recipients stay secret; a Content-Length counts bytes that line ends may change. */
    private static final String[] LEFT_OUT = {"Bcc", "Resent-Bcc", "Content-Length"};

    private final Session ours;

    /** Renders; only messages of {@code ours} are known to be built here and now. */
    Rendering(Session ours) {
        this.ours = ours;
    }

    void render(MimeMessage message, OutputStream out) throws IOException, MessagingException {
        RenderedLines lines = new RenderedLines(out);
        OutputStream encoder = message.getSession() == ours ? encoder(message, lines) : null;
        if (encoder == null) {
            message.writeTo(lines, LEFT_OUT);
        } else {
            Enumeration<String> header = message.getNonMatchingHeaderLines(LEFT_OUT);
            while (header.hasMoreElements()) {
                lines.writeln(header.nextElement());
            }
            lines.writeln();
            message.getDataHandler().writeTo(encoder);
            encoder.flush(); // it may hold the last bytes back until then
        }
        lines.endLastLine();
    }

    /** Passes on what was rendered before, byte for byte, unless its line ends are not those of SMTP. */
    void copy(InputStream finished, OutputStream out) throws IOException {
        RenderedLines lines = new RenderedLines(out);
        finished.transferTo(lines);
        lines.endLastLine();
    }

    /** For the body, by the message's own header; null for what is better left to Jakarta Mail. */
    private @Nullable OutputStream encoder(MimeMessage message, OutputStream out) throws MessagingException {
        StreamProvider provider = ours.getStreamProvider();
        String encoding = message.getEncoding();
        boolean ofParts = message.isMimeType("multipart/*") || message.isMimeType("message/*");
        return switch (encoding == null ? "7bit" : encoding.toLowerCase(Locale.ROOT)) {
            case "7bit", "8bit", "binary" -> out;
            case "base64" -> ofParts ? null : provider.outputBase64(out);
            case "quoted-printable" -> ofParts ? null : provider.outputQP(out);
            default -> null;
        };
    }
}
