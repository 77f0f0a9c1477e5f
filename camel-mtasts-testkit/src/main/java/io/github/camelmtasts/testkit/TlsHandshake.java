package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A handshake that the server's side has completed. */
record TlsHandshake(SSLSocket socket, String protocol, boolean resumed) {
    /**
     * Goes on from a client hello that was read already.
     *
     * @param protocols empty for the JDK's own choice
     */
    static TlsHandshake complete(Socket plain, ClientHello hello, SSLContext context, List<String> protocols)
            throws IOException {
        long begin = System.currentTimeMillis();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, hello.asStream(), true);
        if (!protocols.isEmpty()) {
            socket.setEnabledProtocols(protocols.toArray(String[]::new));
        }
        socket.startHandshake();
        // a resumed session keeps the time at which it was first made
        boolean resumed = socket.getSession().getCreationTime() < begin;
        return new TlsHandshake(socket, socket.getSession().getProtocol(), resumed);
    }
}
