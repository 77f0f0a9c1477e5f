package io.github.camelmtasts.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what a mail server says. A reply has at most {@link #MAX_REPLY} bytes and {@link #MAX_LINES} lines, and one time limit
 * in all. What came too early stays here to be seen. A blank line is no reply and no part of one: it has no code.
 */
final class ReplyReader {

    private static final int MAX_REPLY = 64 * 1024;

    private static final int MAX_LINES = 500;

    /** What comes within may be of TLS itself, such as a ticket (RFC 8446 section 4.6.1), so that nothing is there to be read. */
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final Socket wire;
    private final Socket socket;
    private final InputStream source;
    private final Watchdog.Watch watch;
    private final byte[] buffer = new byte[4096];
    private int position;
    private int limit;

    // mutable state: how far the present reply has come
    private int bytes;
    private int lines;
    private Duration patience = Duration.ZERO;
    private long deadline;

    /**
     * A reader of one connection.
     *
     * @param wire what lies below TLS; the same as {@code socket} in clear text
     */
    ReplyReader(Socket wire, Socket socket, Watchdog.Watch watch) throws IOException {
        this.wire = wire;
        this.socket = socket;
        this.source = socket.getInputStream();
        this.watch = watch;
    }

    /**
     * The next reply (RFC 5321 section 4.2), however many lines it has.
     *
     * @throws OutOfStep   if what came is none
     * @throws IOException if the connection ends before the reply does
     */
    Heard next(Duration atMost) throws IOException {
        begin(atMost);
        List<String> reply = new ArrayList<>();
        String line;
        do {
            line = lineThatSaysSomething();
            if (!Heard.isPartOfReply(line)) {
                throw Heard.noReply(line);
            }
            reply.add(line);
        } while (Heard.goesOn(line));
        return Heard.of(reply);
    }

    /** Whether the host has said more than was read, or has hung up under TLS; waits for nothing. */
    boolean hasMore() throws IOException {
        begin(Duration.ZERO);
        while (position == limit || isLineEnd(buffer[position])) {
            if (position < limit) {
                count(buffer[position++]);
            } else if (!isReadable() || !comesWithin(A_MOMENT)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is anything at all behind the last reply, be it a blank line. */
    boolean hasBytes() throws IOException {
        return position < limit || isReadable();
    }

    private void begin(Duration atMost) {
        bytes = 0;
        lines = 0;
        patience = atMost;
        deadline = System.nanoTime() + atMost.toNanos();
    }

    private String lineThatSaysSomething() throws IOException {
        String line;
        do {
            line = line();
        } while (line.isEmpty());
        return line;
    }

    private String line() throws IOException {
        byte[] line = new byte[128];
        int length = 0;
        byte next;
        do {
            if (position == limit) {
                fill();
            }
            next = buffer[position++];
            count(next);
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = next;
        } while (next != '\n');
        return new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing();
    }

    private static boolean isLineEnd(byte one) {
        return one == '\r' || one == '\n';
    }

    private void count(byte next) throws IOException {
        bytes++;
        lines += next == '\n' ? 1 : 0;
        if (bytes > MAX_REPLY || lines > MAX_LINES) {
            throw new IOException("the reply is longer than " + MAX_REPLY + " bytes or " + MAX_LINES + " lines");
        }
    }

    private boolean isReadable() throws IOException {
        return source.available() > 0 || wire.getInputStream().available() > 0;
    }

    /** Whether the host begins to speak within this time; what it says stays to be read. */
    boolean comesWithin(Duration atMost) throws IOException {
        if (position < limit) {
            return true;
        }
        socket.setSoTimeout((int) Math.max(1, atMost.toMillis()));
        try {
            read();
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        }
    }

    private void fill() throws IOException {
        long millisLeft = (deadline - System.nanoTime()) / 1_000_000;
        if (millisLeft <= 0) {
            throw tooLate();
        }
        socket.setSoTimeout((int) Math.min(millisLeft, Integer.MAX_VALUE));
        watch.begin(Duration.ofMillis(millisLeft));
        try {
            read();
        } catch (SocketTimeoutException late) {
            throw tooLate();
        } catch (IOException lost) {
            throw watch.hasHungUp() ? tooLate() : lost;
        } finally {
            watch.end();
        }
    }

    private void read() throws IOException {
        position = 0;
        limit = 0;
        limit = Math.max(0, source.read(buffer, 0, buffer.length));
        if (limit == 0) {
            throw new EOFException("the host closed the connection");
        }
    }

    private SocketTimeoutException tooLate() {
        return new SocketTimeoutException("no complete reply within " + patience.toSeconds() + " s");
    }
}
