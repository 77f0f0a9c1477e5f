package io.github.camelmtasts.delivery;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes on bytes in lines that all end in CR LF: a CR or LF alone becomes CR LF too (RFC 5321 section 2.3.8). Whatever comes
 * out can be written behind DATA: no receiver can take a lone CR or LF in it for a line end that we did not mean, and so see
 * the end of the mail where there is none.
 */
public final class LineEnds extends OutputStream {

    private static final byte[] CRLF = {'\r', '\n'};

    private final OutputStream out;
    private final byte[] one = new byte[1];
    private boolean atLineStart = true;
    private boolean skipLf;

    /** Passes on to this. */
    public LineEnds(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int next) throws IOException {
        one[0] = (byte) next;
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        int run = offset; // what stands before it has been passed on
        for (int i = offset; i < end; i++) {
            byte next = bytes[i];
            if (next != '\r' && next != '\n') {
                continue;
            }
            if (next == '\r' && i + 1 < end && bytes[i + 1] == '\n') {
                i++; // as it should be
            } else {
                pass(bytes, run, i);
                run = i + 1;
                boolean secondHalf = next == '\n' && i == offset && skipLf;
                if (!secondHalf) {
                    endLine();
                }
            }
        }
        pass(bytes, run, end);
        skipLf = length > 0 ? bytes[end - 1] == '\r' : skipLf;
    }

    private void pass(byte[] bytes, int from, int to) throws IOException {
        if (from < to) {
            out.write(bytes, from, to - from);
            atLineStart = bytes[to - 1] == '\n';
        }
    }

    private void endLine() throws IOException {
        out.write(CRLF, 0, CRLF.length);
        atLineStart = true;
    }

    /** Ends the last line, if it has no end; that of a mail must have one before the final dot. */
    public void endLastLine() throws IOException {
        if (!atLineStart) {
            endLine();
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
