package io.github.camelmtasts.smtp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A connection to a mail server that cannot say too much or take too long: a reply has at most {@link #MAX_REPLY} bytes and
 * {@link #MAX_LINES} lines, and one time limit in all. It hands out no byte beyond the line that was asked for, so that what
 * was sent behind the answer to STARTTLS is still here to be seen.
 */
final class ReplyBoundSocket extends Socket {

    private static final int MAX_REPLY = 64 * 1024;

    private static final int MAX_LINES = 500;

    private final Socket socket;
    private final Watchdog.Watch watch;
    private final Reader in;
    private final Writer out;
    private volatile Duration replyTimeout;

    /**
     * Bounds a connection.
     *
     * @param watch over the clear connection: below TLS a socket's own limit begins anew with every byte
     */
    ReplyBoundSocket(Socket socket, Watchdog.Watch watch, Duration replyTimeout) throws IOException {
        this.socket = socket;
        this.watch = watch;
        this.replyTimeout = replyTimeout;
        this.in = new Reader(socket.getInputStream());
        this.out = new Writer(socket.getOutputStream());
    }

    /** The connection without bounds, to put TLS on. */
    Socket unbound() {
        return socket;
    }

    /** Whether the peer has said more than was read: behind the answer to STARTTLS that is an injection. */
    boolean hasUnread() {
        return in.position < in.limit;
    }

    /** For the replies to come. */
    void replyTimeout(Duration timeout) {
        replyTimeout = timeout;
    }

    private final class Reader extends InputStream {

        private final InputStream source;
        private final byte[] buffer = new byte[4096];
        private int position;
        private int limit;
        private int bytes;
        private int lines;
        private long deadline;

        Reader(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (position == limit && !fill()) {
                return -1;
            }
            int end = Math.min(limit, position + length);
            int count = 0;
            while (position < end) {
                byte next = buffer[position++];
                target[offset + count++] = next;
                if (next == '\n') {
                    lines++;
                    break;
                }
            }
            bytes += count;
            if (bytes > MAX_REPLY || lines > MAX_LINES) {
                throw new IOException("the reply is longer than " + MAX_REPLY + " bytes or " + MAX_LINES + " lines");
            }
            return count;
        }

        private boolean fill() throws IOException {
            if (deadline == 0) {
                deadline = System.nanoTime() + replyTimeout.toNanos();
            }
            long millisLeft = (deadline - System.nanoTime()) / 1_000_000;
            if (millisLeft <= 0) {
                throw tooLate();
            }
            socket.setSoTimeout((int) Math.min(millisLeft, Integer.MAX_VALUE));
            watch.begin(Duration.ofMillis(millisLeft));
            try {
                limit = Math.max(0, source.read(buffer, 0, buffer.length));
            } catch (IOException lost) {
                throw watch.hasHungUp() ? tooLate() : lost;
            } finally {
                watch.end();
            }
            position = 0;
            return limit > 0;
        }

        private SocketTimeoutException tooLate() {
            return new SocketTimeoutException("no complete reply within " + replyTimeout.toSeconds() + " s");
        }

        void nextReply() {
            bytes = 0;
            lines = 0;
            deadline = 0;
        }
    }

    private final class Writer extends FilterOutputStream {

        Writer(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            in.nextReply();
            out.write(source, offset, length);
        }
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // a watchdog closes it while somebody waits in it
    public void close() throws IOException {
        socket.close();
    }
}
