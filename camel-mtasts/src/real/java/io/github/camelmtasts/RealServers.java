package io.github.camelmtasts;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.github.camelmtasts.testkit.IssuedCertificate;

/**
 * Debian's servers and tools, unpacked into a folder and run there as root (chroot): Postfix, Exim, Dovecot, BIND, unbound,
 * nginx and others. They listen on loopback addresses and end with {@link #close}.
 */
final class RealServers implements AutoCloseable {

    private static final Path ROOT = Path.of("target", "real", "servers").toAbsolutePath();
    private static final Duration START = Duration.ofSeconds(60);

    private final List<Process> running = new ArrayList<>();

    /**
     * Unpacks the packages, if that has not been done.
     *
     * @throws IllegalStateException where it cannot be done, with the reason
     */
    RealServers() throws Exception {
        Process unpacking = new ProcessBuilder("src/real/unpack-servers", ROOT.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(unpacking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (unpacking.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    /** A port that is free at this loopback address now. */
    static int freePort(String address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return socket.getLocalPort();
        }
    }

    /** The file of that name below the servers' root. */
    Path file(String path) {
        return ROOT.resolve(path);
    }

    void write(String path, String text) throws IOException {
        Files.createDirectories(file(path).getParent());
        Files.writeString(file(path), text);
    }

    /** An empty folder that belongs to this user of the servers' own list. */
    void folder(String path, String owner) throws Exception {
        String commands = "rm -rf /%1$s && mkdir -p /%1$s && chown %2$s:%2$s /%1$s".formatted(path, owner);
        Said said = run("", "sh", "-c", commands);
        if (said.exitCode() != 0) {
            throw new IllegalStateException(said.text());
        }
    }

    /** Key and chain, as all these servers read them. */
    void writePem(String path, IssuedCertificate certificate) throws Exception {
        StringBuilder text =
                new StringBuilder(pem("PRIVATE KEY", certificate.privateKey().getEncoded()));
        certificate.chain().forEach(each -> text.append(pem(each)));
        write(path, text.toString());
    }

    static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }

    /** Starts a server that stays in the foreground, and waits until it listens. */
    void start(InetSocketAddress address, String... command) throws IOException {
        File log = file("var/log/" + Path.of(command[0]).getFileName() + ".log").toFile();
        Process server = inRoot(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        running.add(server);
        long end = System.nanoTime() + START.toNanos();
        while (!listens(address)) {
            if (!server.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        String.join(" ", command) + " does not listen at " + address + "; it says:\n" + tail(log));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean listens(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static String tail(File log) throws IOException {
        List<String> lines = Files.readAllLines(log.toPath());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** Runs a tool to its end. */
    Said run(String input, String... command) throws Exception {
        Process tool = inRoot(command).redirectErrorStream(true).start();
        try (var in = tool.outputWriter(StandardCharsets.ISO_8859_1)) {
            in.write(input);
        } catch (IOException ended) {
            // it needs no input
        }
        String text = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(tool.waitFor(), text);
    }

    /** What a tool answered. */
    record Said(int exitCode, String text) {}

    private static ProcessBuilder inRoot(String... command) {
        List<String> words = new ArrayList<>(List.of("chroot", ROOT.toString()));
        words.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    /** The mails in a Maildir, each with the bytes as they lie there. */
    List<String> mails(String maildir) {
        Path arrived = file(maildir).resolve("new");
        if (!Files.exists(arrived)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(arrived)) {
            return files.map(RealServers::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until so many mails have come, as a server delivers them after it has answered. */
    List<String> awaitMails(String maildir, int count) {
        long end = System.nanoTime() + START.toNanos();
        while (mails(maildir).size() < count && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return mails(maildir);
    }

    @Override
    public void close() {
        for (Process server : running) {
            List<ProcessHandle> family = Stream.concat(server.descendants(), Stream.of(server.toHandle()))
                    .toList();
            family.forEach(ProcessHandle::destroy);
            server.onExit()
                    .completeOnTimeout(server, 10, TimeUnit.SECONDS)
                    .thenAccept(slow -> family.forEach(ProcessHandle::destroyForcibly))
                    .join();
        }
    }
}
