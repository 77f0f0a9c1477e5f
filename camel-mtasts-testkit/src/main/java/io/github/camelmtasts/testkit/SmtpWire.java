package io.github.camelmtasts.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The lines and octets of one SMTP connection, in clear text first, inside TLS later. */
final class SmtpWire implements AutoCloseable {
    private static final int LONGEST_LINE = 1_000_000; // well above any real one; keeps a mad client from our memory

    private Socket socket;
    private InputStream in;

    SmtpWire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** A command line without its end. */
    String readLine() throws IOException {
        return new String(readRawLine(false), StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
    }

    /** Sends lines in one piece, then some octets as they are. */
    void write(String reply, String behind) throws IOException {
        String lines = String.join("\r\n", reply.split("\r?\n", -1)) + "\r\n";
        OutputStream out = socket.getOutputStream();
        out.write((lines + behind).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Reads up to the final dot; undoes dot-stuffing (RFC 5321 section 4.5.2). */
    void readMail(OutputStream mail, boolean anyLineEnd) throws IOException {
        boolean atLineStart = true;
        while (true) {
            byte[] line = readRawLine(anyLineEnd);
            if (atLineStart && isFinalDot(line, anyLineEnd)) {
                return;
            }
            int stuffing = atLineStart && line[0] == '.' ? 1 : 0;
            mail.write(line, stuffing, line.length - stuffing);
            // a bare line feed ends no line: anything else would allow to smuggle mails
            atLineStart = anyLineEnd || (line.length > 1 && line[line.length - 2] == '\r');
        }
    }

    /** Forgets what the client has sent so far. */
    void discardInput() throws IOException {
        while (in.available() > 0) {
            in.skipNBytes(in.available());
        }
    }

    /** Reads and forgets until the client gives up. */
    void awaitEnd() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    ClientHello readClientHello() throws IOException {
        return ClientHello.read(in);
    }

    Socket socket() {
        return socket;
    }

    /** Goes on inside TLS. */
    void continueOn(Socket encrypted) throws IOException {
        socket = encrypted;
        in = new BufferedInputStream(encrypted.getInputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] readRawLine(boolean anyLineEnd) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet;
        do {
            octet = in.read();
            if (octet < 0 || line.size() > LONGEST_LINE) {
                throw new SmtpHangup(SmtpSession.End.CLIENT_GONE);
            }
            line.write(octet);
        } while (octet != '\n' && !(anyLineEnd && octet == '\r' && !isNext('\n')));
        return line.toByteArray();
    }

    private boolean isNext(int octet) throws IOException {
        in.mark(1);
        boolean next = in.read() == octet;
        in.reset();
        return next;
    }

    private static boolean isFinalDot(byte[] line, boolean anyLineEnd) {
        return line[0] == '.' && ((line.length == 3 && line[1] == '\r') || (anyLineEnd && line.length == 2));
    }
}
