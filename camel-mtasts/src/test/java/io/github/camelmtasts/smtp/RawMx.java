package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server in clear text that says whatever a script wants, and writes down what came with each read: what a client
 * wrote at once comes at once. Replies to what came at once go out at once as well.
 */
final class RawMx implements AutoCloseable {

    /** Given to {@link Script#replyTo} in place of a command when a mail has come. */
    static final String END_OF_MAIL = ".";

    /** Hangs up in place of a reply. */
    static final String HANG_UP = "";

    /** What the server says to each command line; several replies are parted by CR LF. */
    interface Script {
        String replyTo(String line);
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> arrivals = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final String extensions;
    private volatile Script script;
    private volatile String banner = "220 raw.example\r\n";
    private volatile String behindEachReply = "";
    private final AtomicInteger connections = new AtomicInteger();

    RawMx(String extensions, Script script) throws IOException {
        this.extensions = extensions;
        this.script = script;
        Thread acceptor = new Thread(this::acceptAll, "raw MX");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return server.getLocalPort();
    }

    void follow(Script other) {
        script = other;
    }

    /** Other first words than the usual ones, their line ends included. */
    void greetBy(String words) {
        banner = words;
    }

    /** Says this behind every reply but the greeting: what was said there comes before the next reply. */
    void sayBehindEachReply(String words) {
        behindEachReply = words;
    }

    /** What came with each read, behind EHLO. */
    List<String> arrivals() {
        return arrivals;
    }

    /** Mails as they came, still dot-stuffed, without their final dots. */
    List<String> mails() {
        return mails;
    }

    /** All command lines behind EHLO. */
    List<String> commands() {
        return commands;
    }

    int connections() {
        return connections.get();
    }

    /** Replies that say yes to everything. */
    static String agree(String line) {
        return line.equals("DATA") ? "354 go on" : "250 2.0.0 ok";
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                connections.incrementAndGet();
                new Conversation(client).hold();
            } catch (IOException over) {
                // the client left, or the test is over
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private final class Conversation {

        private final Socket client;
        private final StringBuilder input = new StringBuilder();
        private final StringBuilder output = new StringBuilder(banner);
        private boolean inMail;

        Conversation(Socket client) throws IOException {
            this.client = client;
            client.setTcpNoDelay(true);
        }

        void hold() throws IOException {
            byte[] buffer = new byte[256 * 1024];
            while (true) {
                client.getOutputStream().write(output.toString().getBytes(StandardCharsets.UTF_8));
                output.setLength(0);
                int count = client.getInputStream().read(buffer);
                if (count < 0) {
                    return;
                }
                String arrived = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                if (!arrived.startsWith("EHLO") && !arrived.startsWith("QUIT")) {
                    arrivals.add(arrived);
                }
                input.append(arrived);
                boolean goOn = true;
                while (goOn) {
                    goOn = inMail ? takeMail() : takeLine();
                }
            }
        }

        private boolean takeLine() throws IOException {
            int end = input.indexOf("\r\n");
            if (end < 0) {
                return false;
            }
            String line = input.substring(0, end);
            input.delete(0, end + 2);
            if (line.startsWith("EHLO")) {
                String offer = "250-raw.example\r\n" + extensions + "250 HELP";
                say(script.replyTo(line).replaceFirst("^250 2.0.0 ok$", offer));
            } else {
                commands.add(line);
                say(script.replyTo(line));
            }
            return true;
        }

        private boolean takeMail() throws IOException {
            String text = "\r\n" + input;
            int end = text.indexOf("\r\n.\r\n");
            if (end < 0) {
                return false;
            }
            mails.add(text.substring(Math.min(2, end), end == 0 ? 0 : end + 2));
            input.delete(0, end + 3);
            inMail = false;
            say(script.replyTo(END_OF_MAIL));
            return true;
        }

        private void say(String reply) throws IOException {
            if (reply.equals(HANG_UP)) {
                client.getOutputStream().write(output.toString().getBytes(StandardCharsets.UTF_8));
                throw new IOException("hangs up");
            }
            inMail = reply.contains("354");
            output.append(reply).append("\r\n").append(behindEachReply);
        }
    }
}
