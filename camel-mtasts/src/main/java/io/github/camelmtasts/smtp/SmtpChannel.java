package io.github.camelmtasts.smtp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.camelmtasts.delivery.LineEnds;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.delivery.SmtpTimeouts;

/**
 * Commands and mails out, replies in, over one connection: in as few writes as the host allows, each step bounded in time. As
 * many replies are read as commands were said, and nothing is said while there is one too many. Whatever fails is an
 * {@link IOException}, and leaves the channel unfit for more. One thread at a time.
 */
final class SmtpChannel {

    /** In bytes; what fits into one TLS record (RFC 8446 section 5.1) goes out at once. */
    private static final int ONE_WRITE = 16 * 1024;

    private static final byte[] FINAL_DOT = {'.', '\r', '\n'};

    private static final Duration PARTING = Duration.ofSeconds(5);

    private final Socket wire;
    private final ReplyReader replies;
    private final OutputStream out;
    private final Watchdog.Watch watch;
    private final SmtpTimeouts timeouts;
    private VisitLimit visit; // of the mail for which we speak

    /** In clear text. */
    SmtpChannel(Socket wire, Watchdog.Watch watch, SmtpTimeouts timeouts, VisitLimit visit) throws IOException {
        this(wire, wire, watch, timeouts, visit);
    }

    private SmtpChannel(Socket wire, Socket socket, Watchdog.Watch watch, SmtpTimeouts timeouts, VisitLimit visit)
            throws IOException {
        this.wire = wire;
        this.replies = new ReplyReader(wire, socket, watch);
        this.out = new BufferedOutputStream(socket.getOutputStream(), ONE_WRITE);
        this.watch = watch;
        this.timeouts = timeouts;
        this.visit = visit;
    }

    /** Speaks for another mail from now on. */
    void speakFor(VisitLimit other) {
        visit = other;
    }

    /** The same connection under TLS; what was buffered in clear text stays behind. */
    SmtpChannel under(Socket tls) throws IOException {
        return new SmtpChannel(wire, tls, watch, timeouts, visit);
    }

    /** The address of this machine from which the connection comes. */
    InetAddress ourEnd() {
        return wire.getLocalAddress();
    }

    /** A command, and who hears the reply to it. */
    record Command(String line, Consumer<SmtpReply> listener) {}

    /** The greeting, for which nothing was said. */
    Heard listen() throws IOException {
        return hear(timeouts.response());
    }

    /** Whether the host begins to speak within this time. */
    boolean hearsWithin(Duration atMost) throws IOException {
        return replies.comesWithin(visit.forStep(atMost));
    }

    private Heard hear(Duration atMost) throws IOException {
        try {
            return replies.next(visit.forStep(atMost));
        } catch (SocketTimeoutException late) {
            visit.forStep(atMost); // whose limit it was
            throw late;
        }
    }

    /** Says something and waits for the reply. */
    Heard ask(String command) throws IOException {
        return ask(command, timeouts.response());
    }

    Heard ask(String command, Duration atMost) throws IOException {
        write(command + "\r\n", atMost);
        return hear(atMost);
    }

    SmtpReply say(String command) throws IOException {
        return ask(command).reply();
    }

    /**
     * Says all of it in order, as long as it makes sense to go on. With pipelining (RFC 2920 section 3.1) commands go out
     * before the replies to earlier ones are heard; never more than fit into one write, so that host and we do not both wait
     * for the other to read. Every reply is heard in any case.
     */
    void say(List<Command> commands, boolean pipelining, BooleanSupplier goOn) throws IOException {
        int next = 0;
        while (next < commands.size() && goOn.getAsBoolean()) {
            int end = pipelining ? endOfGroup(commands, next) : next + 1;
            StringBuilder group = new StringBuilder();
            commands.subList(next, end)
                    .forEach(command -> group.append(command.line()).append("\r\n"));
            write(group.toString(), timeouts.response());
            for (; next < end; next++) {
                commands.get(next).listener().accept(hear(timeouts.response()).reply());
            }
        }
    }

    private static int endOfGroup(List<Command> commands, int begin) {
        int end = begin;
        int length = 0;
        do {
            length += commands.get(end).line().length() + 2;
            end++;
        } while (end < commands.size() && length + commands.get(end).line().length() < ONE_WRITE);
        return end;
    }

    private void write(String commands, Duration atMost) throws IOException {
        refuseSurplus();
        bounded(visit.forStep(atMost), () -> {
            out.write(commands.getBytes(StandardCharsets.UTF_8));
            out.flush();
        });
    }

    /**
     * Writes the mail but for its end, of which nothing may have been sent if this fails.
     *
     * @return a refusal for which the host did not want to wait; the mail must not be ended then
     */
    Optional<SmtpReply> writeMail(MailContent content) throws IOException {
        refuseSurplus();
        bounded(timeouts.data(), () -> {
            LineEnds lines = new LineEnds(new DotStuffing(out));
            CountingSink.write(content, lines);
            lines.endLastLine();
        });
        return replies.hasMore() ? Optional.of(refusalTooEarly()) : Optional.empty();
    }

    private SmtpReply refusalTooEarly() throws IOException {
        SmtpReply early = replies.next(timeouts.response()).reply();
        if (!early.isRefusal()) {
            throw new OutOfStep("the host took the mail before its end: " + early);
        }
        return early;
    }

    /** Ends the mail and waits for the reply by which the host takes it, or does not. */
    SmtpReply endMail() throws IOException {
        bounded(timeouts.data(), () -> {
            out.write(FINAL_DOT);
            out.flush();
        });
        return replies.next(timeouts.finalReply()).reply();
    }

    /** What nobody asked for would be taken for the reply to what is asked next. */
    private void refuseSurplus() throws IOException {
        if (hasSurplus()) {
            throw new OutOfStep("the host said more than it was asked for");
        }
    }

    /** Whether the host said more than it was asked for, as far as it is here. */
    boolean hasSurplus() throws IOException {
        return replies.hasMore();
    }

    /** Whether anything stands behind the last reply: before TLS begins that is an injection. */
    boolean hasBytes() throws IOException {
        return replies.hasBytes();
    }

    /** The connection in clear text, to put TLS on. */
    Socket wire() {
        return wire;
    }

    /** Says QUIT and waits for nothing. */
    void quit() {
        try {
            bounded(PARTING, () -> {
                out.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            });
        } catch (IOException alreadyGone) {
            // there is nobody to say it to
        }
    }

    /** Hangs up without a word; safe from any thread. */
    void hangUp() {
        Watchdog.closeQuietly(wire);
        watch.close();
    }

    private interface Step {
        void run() throws IOException;
    }

    private void bounded(Duration atMost, Step step) throws IOException {
        watch.begin(atMost);
        try {
            step.run();
        } finally {
            watch.end();
        }
    }
}
