package io.github.camelmtasts.smtp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import io.github.camelmtasts.delivery.MailContent;

/**
 * Writes a mail to a host and tells our failures from the host's. A mail that comes out shorter or longer than it was spooled
 * must not be ended by a dot: the host would take what is there for the whole.
 */
final class CountingSink extends FilterOutputStream {

    private long count;
    private boolean failed;

    private CountingSink(OutputStream host) {
        super(host);
    }

    /**
     * Writes all of it.
     *
     * @throws SourceFailed if the mail cannot be read, or is not as long as it was; otherwise it was the connection
     */
    static void write(MailContent content, OutputStream host) throws IOException {
        CountingSink sink = new CountingSink(host);
        try {
            content.writeTo(sink);
        } catch (IOException failure) {
            throw sink.failed ? failure : new SourceFailed("the spooled mail cannot be read", failure);
        }
        if (sink.count != content.size()) {
            throw new SourceFailed("the spooled mail is not as long as it was", new IOException("size " + sink.count));
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
            count += length;
        } catch (IOException lost) {
            failed = true;
            throw lost;
        }
    }
}
