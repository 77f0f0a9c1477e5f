package io.github.camelmtasts.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.policy.Untrusted;

/**
 * Reads what a mail server says. A reply has at most {@link #MAX_REPLY} bytes and {@link #MAX_LINES} lines, and one time limit
 * in all. No byte beyond the line that was asked for is handed out, so that what came too early is still here to be seen.
 */
final class ReplyReader extends InputStream {

    private static final int MAX_REPLY = 64 * 1024;

    private static final int MAX_LINES = 500;

    private static final int CODE_LENGTH = 3;

    private final Socket socket;
    private final InputStream source;
    private final Watchdog.Watch watch;
    private final byte[] buffer = new byte[4096];
    private int position;
    private int limit;

    // mutable state: how far the present reply has come
    private byte[] reply = new byte[256];
    private int length;
    private int bytes;
    private int lines;
    private long deadline;
    private volatile Duration timeout;

    ReplyReader(Socket socket, Watchdog.Watch watch, Duration timeout) throws IOException {
        this.socket = socket;
        this.source = socket.getInputStream();
        this.watch = watch;
        this.timeout = timeout;
    }

    /** For the replies to come. */
    void timeout(Duration other) {
        timeout = other;
    }

    /** Whether more came than was read. */
    boolean hasUnread() {
        return position < limit;
    }

    /** Another reply is due: limits count from here. */
    void begin() {
        bytes = 0;
        lines = 0;
        deadline = 0;
    }

    /**
     * The next reply (RFC 5321 section 4.2), however many lines it has.
     *
     * @throws IOException if the connection ends before the reply does, or if what came is none
     */
    SmtpReply next() throws IOException {
        begin();
        length = 0;
        int lastLine;
        do {
            lastLine = length;
            readLine();
        } while (length > lastLine + CODE_LENGTH && reply[lastLine + CODE_LENGTH] == '-');
        String text = new String(reply, 0, length, StandardCharsets.UTF_8);
        return new SmtpReply(codeAt(lastLine, text), text);
    }

    private void readLine() throws IOException {
        do {
            if (!fillIfEmpty()) {
                throw new EOFException("the host closed the connection");
            }
            int start = position;
            int count = advance(buffer.length);
            if (length + count > reply.length) {
                reply = Arrays.copyOf(reply, 2 * (length + count));
            }
            System.arraycopy(buffer, start, reply, length, count);
            length += count;
        } while (reply[length - 1] != '\n');
    }

    private int codeAt(int line, String text) throws IOException {
        int code = 0;
        for (int i = line; i < line + CODE_LENGTH; i++) {
            int digit = i < length ? reply[i] - '0' : -1;
            if (digit < 0 || digit > 9) {
                throw new IOException("the host said what is no reply: " + Untrusted.text(text.strip(), 160));
            }
            code = code * 10 + digit;
        }
        return code;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int atMost) throws IOException {
        if (atMost == 0) {
            return 0;
        }
        if (!fillIfEmpty()) {
            return -1;
        }
        int start = position;
        int count = advance(atMost);
        System.arraycopy(buffer, start, target, offset, count);
        return count;
    }

    /** Steps over bytes of the buffer, to the end of a line at most; how many. */
    private int advance(int atMost) throws IOException {
        int start = position;
        int end = Math.min(limit, start + atMost);
        boolean lineEnd = false;
        while (position < end && !lineEnd) {
            lineEnd = buffer[position++] == '\n';
        }
        bytes += position - start;
        lines += lineEnd ? 1 : 0;
        if (bytes > MAX_REPLY || lines > MAX_LINES) {
            throw new IOException("the reply is longer than " + MAX_REPLY + " bytes or " + MAX_LINES + " lines");
        }
        return position - start;
    }

    private boolean fillIfEmpty() throws IOException {
        return position < limit || fill();
    }

    private boolean fill() throws IOException {
        if (deadline == 0) {
            deadline = System.nanoTime() + timeout.toNanos();
        }
        long millisLeft = (deadline - System.nanoTime()) / 1_000_000;
        if (millisLeft <= 0) {
            throw tooLate();
        }
        socket.setSoTimeout((int) Math.min(millisLeft, Integer.MAX_VALUE));
        watch.begin(Duration.ofMillis(millisLeft));
        position = 0;
        limit = 0;
        try {
            limit = Math.max(0, source.read(buffer, 0, buffer.length));
        } catch (IOException lost) {
            throw watch.hasHungUp() ? tooLate() : lost;
        } finally {
            watch.end();
        }
        return limit > 0;
    }

    private SocketTimeoutException tooLate() {
        return new SocketTimeoutException("no complete reply within " + timeout.toSeconds() + " s");
    }
}
