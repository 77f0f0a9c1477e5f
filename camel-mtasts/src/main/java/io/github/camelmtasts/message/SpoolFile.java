package io.github.camelmtasts.message;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one mail, which only we can read. Beside it lies a lock, made before and removed after it, which the operating
 * system releases when the process ends: so the next start can tell the files of a killed process from those in use.
 */
final class SpoolFile {

    private static final String PREFIX = "mtasts-";
    private static final String MAIL = ".eml";
    private static final String LOCK = ".lock";

    private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);

    /** Of this process: to open and close such a lock once more would release it. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path lock;
    private final FileChannel held;

    private SpoolFile(Path lock, FileChannel held) {
        this.lock = lock;
        this.held = held;
        this.path = mailOf(lock);
    }

    /** An empty file in the directory, which is made if it is not there; null for that of temporary files. */
    static SpoolFile create(@Nullable Path directory) throws IOException {
        Path place = placeOf(directory);
        Files.createDirectories(place);
        while (true) {
            // known as ours before it is there: no sweep of this process may open and close it
            Path lock = place.resolve(PREFIX + UUID.randomUUID() + LOCK).toAbsolutePath();
            OURS.add(lock);
            FileChannel held = opened(lock);
            if (isLocked(held) && Files.exists(lock)) {
                return new SpoolFile(lock, held).made();
            }
            held.close(); // the sweep of another process came between
            OURS.remove(lock);
        }
    }

    private static FileChannel opened(Path lock) throws IOException {
        try {
            return FileChannel.open(
                    lock, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), onlyOurs(lock));
        } catch (IOException full) {
            OURS.remove(lock);
            throw full;
        }
    }

    private SpoolFile made() throws IOException {
        try {
            Files.createFile(path, onlyOurs(path));
            return this;
        } catch (IOException full) {
            delete();
            throw full;
        }
    }

    private static Path placeOf(@Nullable Path directory) {
        return directory == null ? Path.of(System.getProperty("java.io.tmpdir")) : directory;
    }

    private static Path mailOf(Path lock) {
        String name = String.valueOf(lock.getFileName());
        return lock.resolveSibling(name.substring(0, name.length() - LOCK.length()) + MAIL);
    }

    private static FileAttribute<?>[] onlyOurs(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ourOwnElsewhere) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** Never fails; says so if a file stays. */
    void delete() {
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(lock);
            held.close();
        } catch (IOException stays) {
            LOG.warn("The spool file of a mail cannot be removed: {}", stays.getMessage());
        } finally {
            OURS.remove(lock);
        }
    }

    /** Removes what processes have left that were killed; what cannot be removed stays. */
    static void sweep(@Nullable Path directory) {
        Path place = placeOf(directory).toAbsolutePath();
        if (!Files.isDirectory(place)) {
            return;
        }
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(place, PREFIX + "*" + LOCK);
                DirectoryStream<Path> mails = Files.newDirectoryStream(place, PREFIX + "*" + MAIL)) {
            locks.forEach(SpoolFile::sweepLocked);
            mails.forEach(SpoolFile::sweepWithoutLock);
        } catch (IOException | DirectoryIteratorException unreadable) {
            LOG.debug("The spool directory cannot be read: {}", unreadable.getMessage());
        }
    }

    private static void sweepLocked(Path lock) {
        if (OURS.contains(lock)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            if (isLocked(channel)) {
                remove(mailOf(lock));
                Files.deleteIfExists(lock);
            }
        } catch (IOException notOurs) {
            LOG.debug("A spool file stays: {}", notOurs.getMessage());
        }
    }

    /** A lock goes after its file; so a file without one is left over. */
    private static void sweepWithoutLock(Path mail) {
        String name = String.valueOf(mail.getFileName());
        Path lock = mail.resolveSibling(name.substring(0, name.length() - MAIL.length()) + LOCK);
        try {
            if (!Files.exists(lock)) {
                remove(mail);
            }
        } catch (IOException notOurs) {
            LOG.debug("A spool file stays: {}", notOurs.getMessage());
        }
    }

    private static void remove(Path mail) throws IOException {
        if (Files.deleteIfExists(mail)) {
            LOG.info("The spool file {} of a process that was killed is removed", mail.getFileName());
        }
    }
}
