package io.github.camelmtasts.message;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.github.camelmtasts.delivery.MailContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one rendered mail: in memory while it is small, else in a temporary file that only we can read. Written once, then
 * read by any number of threads; a file is removed when the last of its holders closes it.
 */
final class Spool extends OutputStream implements MailContent {

    /** In bytes; most mails are smaller, and many of this size at once are still no burden. */
    private static final int IN_MEMORY = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private final @Nullable Path directory;
    private final long maxSize;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream(8 * 1024);
    private @Nullable SpoolFile file;
    private @Nullable OutputStream toFile;
    private final MailShape shape = new MailShape();
    private boolean utf8Header;
    private int holders = 1;

    Spool(SpoolRules rules) {
        this.directory = rules.directory();
        this.maxSize = rules.maxSize();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (shape.size() + length > maxSize) {
            throw new IllegalArgumentException(
                    "The mail is larger than the " + maxSize + " bytes of the option maxMessageSize; nothing was sent");
        }
        if (file == null && shape.size() + length > IN_MEMORY) {
            moveToFile();
        }
        if (toFile == null) {
            memory.write(bytes, offset, length);
        } else {
            toFile.write(bytes, offset, length);
        }
        shape.see(bytes, offset, length);
    }

    private void moveToFile() throws IOException {
        SpoolFile created = SpoolFile.create(directory);
        file = created;
        toFile = new BufferedOutputStream(Files.newOutputStream(created.path()));
        memory.writeTo(toFile);
        memory = new ByteArrayOutputStream(0); // it would keep its buffer
    }

    /** Ends the writing. */
    void complete() throws IOException {
        closeFile();
        utf8Header = shape.hasEightBitHeader() && HeaderBytes.isUtf8(ByteBuffer.wrap(header()));
    }

    private void closeFile() throws IOException {
        OutputStream open = toFile;
        toFile = null; // with its buffer: a mail may wait for days
        if (open != null) {
            open.close();
        }
    }

    /** Its beginning, if it is very long. */
    private byte[] header() throws IOException {
        int length = (int) Math.min(shape.headerSize(), IN_MEMORY);
        if (file == null) {
            return Arrays.copyOf(memory.toByteArray(), length);
        }
        try (InputStream in = Files.newInputStream(file.path())) {
            return in.readNBytes(length);
        }
    }

    boolean isInMemory() {
        return file == null;
    }

    /** The whole mail, as {@link #writeTo} writes it. */
    InputStream open() throws IOException {
        return file == null ? new ByteArrayInputStream(memory.toByteArray()) : Files.newInputStream(file.path());
    }

    @Override
    public long size() {
        return shape.size();
    }

    @Override
    public boolean hasEightBit() {
        return shape.isEightBit();
    }

    @Override
    public boolean hasUtf8Header() {
        return utf8Header;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (file != null) {
            Files.copy(file.path(), out);
        } else {
            memory.writeTo(out);
        }
    }

    /** One more holder, who closes it too; false if it was in a file that is gone. */
    synchronized boolean hold() {
        if (holders == 0 && file != null) {
            return false;
        }
        holders++;
        return true;
    }

    private synchronized boolean isClosedByTheLast() {
        holders--;
        return holders == 0;
    }

    /** Never fails: the mail may be delivered already, and must not seem to have failed because of a file that stays. */
    @Override
    public void close() {
        if (!isClosedByTheLast()) {
            return;
        }
        try {
            closeFile();
        } catch (IOException unwritten) {
            LOG.debug("The end of a mail was not written into its spool file: {}", unwritten.getMessage());
        } finally {
            if (file != null) {
                file.delete();
            }
        }
    }

    /** How much of the mail takes up memory, in bytes. */
    int bytesInMemory() {
        return memory.size();
    }
}
