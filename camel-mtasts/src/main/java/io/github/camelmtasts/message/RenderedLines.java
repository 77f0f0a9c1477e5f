package io.github.camelmtasts.message;

import java.io.IOException;
import java.io.OutputStream;

import jakarta.mail.util.LineOutputStream;

import io.github.camelmtasts.delivery.LineEnds;

/**
 * What Jakarta Mail renders a message into: lines that end in CR LF. Were it no {@link LineOutputStream} itself, Jakarta Mail
 * would search the class path for one, for each mail anew.
 */
final class RenderedLines extends OutputStream implements LineOutputStream {

    private static final byte[] CRLF = {'\r', '\n'};

    private final LineEnds lines;

    RenderedLines(OutputStream out) {
        this.lines = new LineEnds(out);
    }

    @Override
    public void writeln(String field) throws IOException {
        lines.write(HeaderBytes.of(field));
        writeln();
    }

    @Override
    public void writeln() throws IOException {
        lines.write(CRLF);
    }

    @Override
    public void write(int next) throws IOException {
        lines.write(next);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        lines.write(bytes);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        lines.write(bytes, offset, length);
    }

    void endLastLine() throws IOException {
        lines.endLastLine();
    }
}
