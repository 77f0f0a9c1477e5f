package io.github.camelmtasts.smtp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.camelmtasts.delivery.LineEnds;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.delivery.SmtpTimeouts;

/**
 * Commands and mails out, replies in, on the streams of a session that is open: in as few writes as the host allows, each
 * step bounded in time. Whatever fails is an {@link IOException}, and leaves the channel unfit for more. One thread at a time.
 */
final class SmtpChannel {

    /** In bytes; what fits into one TLS record (RFC 8446 section 5.1) goes out at once. */
    private static final int ONE_WRITE = 16 * 1024;

    private static final byte[] FINAL_DOT = {'.', '\r', '\n'};

    private final ReplyReader replies;
    private final OutputStream out;
    private final Watchdog.Watch watch;
    private final SmtpTimeouts timeouts;
    private final boolean pipelining;

    SmtpChannel(ReplyBoundSocket connection, Watchdog.Watch watch, SmtpTimeouts timeouts, boolean pipelining) {
        this.replies = connection.replies();
        this.out = new BufferedOutputStream(connection.getOutputStream(), ONE_WRITE);
        this.watch = watch;
        this.timeouts = timeouts;
        this.pipelining = pipelining;
    }

    /** A command, and who hears the reply to it. */
    record Command(String line, Consumer<SmtpReply> listener) {}

    /** Says something and waits for the reply. */
    SmtpReply say(String command) throws IOException {
        write(command + "\r\n");
        return replies.next();
    }

    /**
     * Says all of it in order, as long as it makes sense to go on. With pipelining (RFC 2920 section 3.1) commands go out
     * before the replies to earlier ones are heard; never more than fit into one write, so that host and we do not both wait
     * for the other to read. Every reply is heard in any case.
     */
    void say(List<Command> commands, BooleanSupplier goOn) throws IOException {
        int next = 0;
        while (next < commands.size() && goOn.getAsBoolean()) {
            int end = pipelining ? endOfGroup(commands, next) : next + 1;
            StringBuilder group = new StringBuilder();
            commands.subList(next, end)
                    .forEach(command -> group.append(command.line()).append("\r\n"));
            write(group.toString());
            for (; next < end; next++) {
                commands.get(next).listener().accept(replies.next());
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

    private void write(String commands) throws IOException {
        refuseSurplus();
        bounded(timeouts.response(), () -> {
            out.write(commands.getBytes(StandardCharsets.UTF_8));
            out.flush();
        });
    }

    /** Writes the mail but for its end, of which nothing may have been sent if this fails. */
    void writeMail(MailContent content) throws IOException {
        refuseSurplus();
        bounded(timeouts.data(), () -> {
            LineEnds lines = new LineEnds(new DotStuffing(out));
            CountingSink.write(content, lines);
            lines.endLastLine();
        });
    }

    /** Ends the mail and waits for the reply by which the host takes it, or does not. */
    SmtpReply endMail() throws IOException {
        bounded(timeouts.data(), () -> {
            out.write(FINAL_DOT);
            out.flush();
        });
        replies.timeout(timeouts.finalReply());
        try {
            return replies.next();
        } finally {
            replies.timeout(timeouts.response());
        }
    }

    /** What nobody asked for would be taken for the reply to what is asked next. */
    private void refuseSurplus() throws IOException {
        if (hasSurplus()) {
            throw new IOException("the host said more than it was asked for");
        }
    }

    /** Whether the host said more than it was asked for, as far as it is here. */
    boolean hasSurplus() {
        return replies.hasUnread();
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
