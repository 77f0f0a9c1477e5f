package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.io.OutputStream;

import io.github.camelmtasts.delivery.LineEnds;

/** Doubles the dot at the beginning of a line (RFC 5321 section 4.5.2). Wants lines that end in CR LF, see {@link LineEnds}. */
final class DotStuffing extends OutputStream {

    private final OutputStream out;
    private boolean atLineStart = true;

    DotStuffing(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int next) throws IOException {
        write(new byte[] {(byte) next}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        int run = offset;
        for (int i = offset; i < end; i++) {
            if (atLineStart && bytes[i] == '.') {
                out.write(bytes, run, i - run);
                out.write('.');
                run = i; // the dot itself follows with the rest
            }
            atLineStart = bytes[i] == '\n';
        }
        out.write(bytes, run, end - run);
    }
}
