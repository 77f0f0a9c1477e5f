package io.github.camelmtasts.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * A connection whose end is an error to whoever still reads. Under TLS a peer says that it has ended; Java takes the mere
 * end of the connection for it, which anybody on the way can bring about: a policy whose length was not announced would then
 * be cut where they like (RFC 9112 section 9.8).
 */
final class UncutSocket extends Socket {

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                return notCut(super.read());
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return notCut(super.read(buffer, offset, length));
            }
        };
    }

    private static int notCut(int read) throws IOException {
        if (read < 0) {
            throw new IOException("the connection ended before the answer did");
        }
        return read;
    }
}
