package io.github.camelmtasts.smtp;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.camelmtasts.delivery.MailContent;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one rendered mail: in memory while it is small, else in a temporary file that only we can read. Written once, then
 * read by any number of threads; closing removes the file.
 */
final class Spool extends OutputStream implements MailContent {

    /** In bytes; most mails are smaller, and many of this size at once are still no burden. */
    private static final int IN_MEMORY = 256 * 1024;

    private final @Nullable Path directory;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(8 * 1024);
    private @Nullable Path file;
    private @Nullable OutputStream toFile;
    private long size;

    /** A spool; a large mail goes to {@code directory}, or where temporary files go if that is null. */
    Spool(@Nullable Path directory) {
        this.directory = directory;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (toFile == null && size + length > IN_MEMORY) {
            toFile = moveToFile();
        }
        if (toFile == null) {
            memory.write(bytes, offset, length);
        } else {
            toFile.write(bytes, offset, length);
        }
        size += length;
    }

    private OutputStream moveToFile() throws IOException {
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Path created = directory == null
                ? Files.createTempFile("mtasts-", ".eml")
                : Files.createTempFile(directory, "mtasts-", ".eml");
        file = created;
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(created));
        memory.writeTo(out);
        memory.reset();
        return out;
    }

    /** Ends the writing. */
    void complete() throws IOException {
        if (toFile != null) {
            toFile.close();
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (file != null) {
            Files.copy(file, out);
        } else {
            memory.writeTo(out);
        }
    }

    @Override
    public void close() throws IOException {
        complete();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
