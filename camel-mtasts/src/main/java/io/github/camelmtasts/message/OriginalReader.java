package io.github.camelmtasts.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;

import io.github.camelmtasts.notification.Original;
import io.github.camelmtasts.policy.Untrusted;
import org.apache.camel.Message;

/** Reads off a mail what a notification about it may say: header fields alone, and those without the secret recipients. */
public final class OriginalReader {

    /** In bytes; what stands behind them is left out. */
    private static final int MAX_HEADER = 64 * 1024;

    /** In characters. */
    private static final int MAX_SUBJECT = 200;

    private static final String[] SECRET = {"Bcc", "Resent-Bcc"};

    /** RFC 5322 section 2.2; white space before the colon is obsolete (section 4.5). */
    private static final Pattern FIELD = Pattern.compile("(?s)[\\x21-\\x7E&&[^:]]+[ \\t]*:.*");

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    private OriginalReader() {}

    /**
     * Reads the body of an exchange; one that is no mail tells nothing.
     *
     * @throws IOException if it cannot be read
     */
    public static Original read(Message message) throws IOException {
        try {
            if (message.getBody() instanceof MimeMessage mail) {
                return original(headers(new ByteArrayInputStream(headerOf(mail))));
            }
            try (InputStream body = message.getBody(InputStream.class)) {
                return body == null ? Original.UNKNOWN : original(headers(body));
            }
        } catch (MessagingException broken) {
            throw new IOException(
                    "The mail cannot be read: " + Untrusted.text(String.valueOf(broken.getMessage())), broken);
        }
    }

    private static byte[] headerOf(MimeMessage mail) throws MessagingException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        for (String field : Collections.list(mail.getAllHeaderLines())) {
            header.writeBytes(HeaderBytes.of(field));
            header.writeBytes(new byte[] {'\r', '\n'});
        }
        return header.toByteArray();
    }

    /** A line that may be cut off is none: it could be the first half of one that is left out. */
    private static InternetHeaders headers(InputStream mail) throws IOException, MessagingException {
        byte[] beginning = mail.readNBytes(MAX_HEADER);
        int length = beginning.length;
        while (beginning.length == MAX_HEADER && length > 0 && beginning[length - 1] != '\n') {
            length--;
        }
        return new InternetHeaders(new ByteArrayInputStream(beginning, 0, length));
    }

    private static Original original(InternetHeaders headers) {
        if (headers.getHeader("From") == null || headers.getHeader("Date") == null) {
            return Original.UNKNOWN; // RFC 5322 section 3.6: no mail, but a text, of which nothing may come back
        }
        String fields = Collections.list(headers.getNonMatchingHeaderLines(SECRET)).stream()
                .filter(field -> FIELD.matcher(field).matches())
                .map(OriginalReader::inLines)
                .collect(Collectors.joining());
        return new Original(
                fields,
                value(headers, "Subject").map(OriginalReader::decoded),
                value(headers, "Date").flatMap(OriginalReader::date),
                value(headers, "Message-ID"));
    }

    private static String inLines(String field) {
        return LINE_END.matcher(field).replaceAll("\r\n") + "\r\n";
    }

    private static Optional<String> value(InternetHeaders headers, String name) {
        String[] values = headers.getHeader(name);
        return values == null
                ? Optional.empty()
                : Optional.of(values[0].strip()).filter(value -> !value.isEmpty());
    }

    private static String decoded(String subject) {
        String unfolded = HeaderBytes.text(MimeUtility.unfold(subject));
        try {
            return Untrusted.text(MimeUtility.decodeText(unfolded), MAX_SUBJECT);
        } catch (UnsupportedEncodingException asItIs) {
            return Untrusted.text(unfolded, MAX_SUBJECT);
        }
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(new MailDateFormat().parse(text).toInstant());
        } catch (ParseException unknown) {
            return Optional.empty();
        }
    }
}
