package io.github.camelmtasts.message;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

import javax.xml.transform.Source;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/** Takes the digest of values one by one, by their content and never by reading what can be read but once. */
final class MailDigester {

    private final Exchange exchange;
    private final MessageDigest all = sha256();
    private final List<Object> onlyThemselves = new ArrayList<>();

    /** Some content that can be written as often as one likes. */
    private interface Content {
        void writeTo(OutputStream out) throws IOException, MessagingException;
    }

    MailDigester(Exchange exchange) {
        this.exchange = exchange;
    }

    MailDigest digest() {
        return new MailDigest(all.digest(), onlyThemselves);
    }

    void add(@Nullable Object value) {
        if (value == null) {
            text("");
        } else if (value instanceof Collection<?> several) {
            text(Integer.toString(several.size()));
            several.forEach(this::add);
        } else if (value instanceof Object[] several) {
            add(Arrays.asList(several));
        } else if (isReadOnce(value)) {
            addItself(value);
        } else {
            addContent(value);
        }
    }

    /** A stream that Camel has cached, or a file, can be read again. */
    private static boolean isReadOnce(Object value) {
        return !(value instanceof StreamCache)
                && (value instanceof AutoCloseable || value instanceof Source || value instanceof Iterator);
    }

    /** What proves unreadable is equal to itself alone. */
    private void addContent(Object value) {
        MessageDigest one = sha256();
        try {
            contentOf(value).writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), one));
            all.update(one.digest());
        } catch (IOException | MessagingException | RuntimeException unreadable) {
            addItself(value);
        }
    }

    private void addItself(Object value) {
        text("stream " + onlyThemselves.size());
        onlyThemselves.add(value);
    }

    private Content contentOf(Object value) {
        if (value instanceof byte[] bytes) {
            return out -> out.write(bytes);
        }
        if (value instanceof MimeMessage message) {
            return message::writeTo;
        }
        if (value instanceof DataHandler handler) {
            return out -> {
                out.write(utf8(handler.getContentType() + "\n"));
                handler.writeTo(out);
            };
        }
        if (value instanceof StreamCache cache) {
            return out -> write(cache, out);
        }
        String text = exchange.getContext().getTypeConverter().tryConvertTo(String.class, exchange, value);
        return out -> out.write(utf8(text == null ? value.toString() : text));
    }

    private static void write(StreamCache cache, OutputStream out) throws IOException {
        cache.reset();
        try {
            cache.writeTo(out);
        } finally {
            cache.reset();
        }
    }

    private void text(String text) {
        all.update(sha256().digest(utf8(text)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
