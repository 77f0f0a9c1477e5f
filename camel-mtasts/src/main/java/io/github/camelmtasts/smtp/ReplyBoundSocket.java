package io.github.camelmtasts.smtp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * A connection to a mail server that cannot say too much or take too long, see {@link ReplyReader}; so Jakarta Mail, which
 * has no bounds of its own, can be given it. Whatever is written makes another reply due.
 */
final class ReplyBoundSocket extends Socket {

    private final Socket socket;
    private final ReplyReader in;
    private final Writer out;

    /**
     * Bounds a connection.
     *
     * @param watch over the clear connection: below TLS a socket's own limit begins anew with every byte
     */
    ReplyBoundSocket(Socket socket, Watchdog.Watch watch, Duration replyTimeout) throws IOException {
        this.socket = socket;
        this.in = new ReplyReader(socket, watch, replyTimeout);
        this.out = new Writer(socket.getOutputStream());
    }

    /** The connection without bounds, to put TLS on. */
    Socket unbound() {
        return socket;
    }

    /** Whether the peer has said more than was read: behind the answer to STARTTLS that is an injection. */
    boolean hasUnread() {
        return in.hasUnread();
    }

    /** What the server says; {@link #getInputStream()} is the same. */
    ReplyReader replies() {
        return in;
    }

    private final class Writer extends FilterOutputStream {

        Writer(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            in.begin();
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
