package io.github.camelmtasts.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.github.camelmtasts.message.BuiltMail;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * A large mail as the body of a message, read from its file by whoever takes it. The file stays until each exchange that has
 * such a body is complete, on whatever thread.
 */
final class MailStream extends InputStream implements StreamCache {

    private final BuiltMail mail;
    private @Nullable InputStream in;
    private long position;

    private MailStream(BuiltMail mail) {
        this.mail = mail;
    }

    /** The mail as a body for this exchange: bytes while it is small, which every endpoint understands. */
    static Object bodyOf(BuiltMail mail, Exchange exchange) throws IOException {
        if (!mail.isInMemory()) {
            return heldFor(mail, exchange);
        }
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(Math.toIntExact(mail.content().size()));
        mail.content().writeTo(bytes);
        return bytes.toByteArray();
    }

    private static MailStream heldFor(BuiltMail mail, Exchange exchange) throws IOException {
        BuiltMail hold = mail.hold().orElseThrow(() -> new IOException("the spool file of the mail is gone"));
        MailStream stream = new MailStream(hold);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                stream.close();
                hold.close();
            }
        });
        return stream;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        InputStream from = in;
        if (from == null) {
            from = mail.open();
            in = from;
        }
        int count = from.read(bytes, offset, length);
        position += Math.max(count, 0);
        return count;
    }

    /** Makes it ready to be read from its beginning. */
    @Override
    public synchronized void reset() {
        close();
    }

    @Override
    public void close() {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException readAnyhow) {
            // a file that was only read loses nothing
        }
        in = null;
        position = 0;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        mail.content().writeTo(out);
    }

    @Override
    public StreamCache copy(Exchange exchange) throws IOException {
        return heldFor(mail, exchange);
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public long length() {
        return mail.content().size();
    }

    @Override
    public long position() {
        return position;
    }
}
