package io.github.camelmtasts.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.h2.jdbcx.JdbcConnectionPool;

/** An H2 database in a directory; the one place that knows H2, which users add themselves. */
final class H2Directory {

    /** Under {@code file:} an interrupt in a read or a write closes the database for all, as it closes a FileChannel. */
    private static final String URL = "jdbc:h2:async:";

    /**
     * By default H2 writes a commit down within half a second, and a process that is killed before loses it. We close the
     * database ourselves: H2's own shutdown hook would run while mails are still on their way.
     */
    private static final String SETTINGS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    private static final int LOGIN_TIMEOUT_SECONDS = 10;

    private H2Directory() {}

    /** Its connections; the first creates the database, and {@code dispose()} closes it. */
    static JdbcConnectionPool open(Path directory) {
        Path file = directory.toAbsolutePath().normalize().resolve("mtasts");
        if (file.toString().indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "storeDirectory: " + directory + " has a semicolon, behind which H2 would read settings");
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException failure) {
            throw new UncheckedIOException("storeDirectory: " + directory + " cannot be created", failure);
        }
        JdbcConnectionPool pool = JdbcConnectionPool.create(URL + file + SETTINGS, "mtasts", "");
        pool.setLoginTimeout(LOGIN_TIMEOUT_SECONDS);
        return pool;
    }
}
