package io.github.camelmtasts.publisher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of text that are read and written as a whole. */
final class SmallFile {

    /** In bytes. A policy has 64 KB at most (RFC 8461 section 3.3), and its history some fifty of them. */
    private static final int MAX_SIZE = 16 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SmallFile.class);

    private SmallFile() {}

    /** Empty if there is none. */
    static Optional<String> read(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(MAX_SIZE + 1);
            if (bytes.length > MAX_SIZE) {
                throw new IOException("it is longer than " + MAX_SIZE + " bytes");
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * Whoever reads meanwhile, or after a crash, finds all of the old text or all of the new; of several writers the last one
     * counts. Each has a draft of its own, with the rights of any new file: other nodes read it under accounts of their own.
     */
    static void write(Path file, String text) {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        if (bytes.remaining() > MAX_SIZE) {
            throw new UncheckedIOException(new IOException(
                    file + " is not written: longer than " + MAX_SIZE + " bytes it cannot be read again"));
        }
        Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            Files.createDirectories(directory);
            try {
                writeNew(draft, bytes);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(file + " cannot be written: " + unwritable.getMessage(), unwritable);
        }
        force(directory);
    }

    private static void writeNew(Path draft, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** So that the new name outlives a crash, too. Not each system can: Windows opens no directory. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            LOG.debug("{} cannot be forced to the disk", directory, unsupported);
        }
    }
}
