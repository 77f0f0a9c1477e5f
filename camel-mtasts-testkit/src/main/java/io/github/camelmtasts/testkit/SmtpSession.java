package io.github.camelmtasts.testkit;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What happened on one connection to a mail server, up to the moment of asking.
 *
 * @param mxHost the name of the server
 * @param clientAddress from where the connection came
 * @param connectedAt when the connection was accepted
 * @param heloName the name in the last EHLO or HELO; null before
 * @param serverNames the names in the client's TLS hello (SNI), recorded even if the handshake failed
 * @param tlsProtocol such as {@code TLSv1.3}; null without TLS
 * @param resumed whether the handshake took up an earlier TLS session
 * @param commands the command lines in order, with secrets blanked as {@code ***}
 * @param end how it ended
 */
public record SmtpSession(
        String mxHost,
        InetAddress clientAddress,
        Instant connectedAt,
        @Nullable String heloName,
        List<String> serverNames,
        @Nullable String tlsProtocol,
        boolean resumed,
        List<String> commands,
        End end) {
    /** The ways a session ends. */
    public enum End {
        /** It has not ended. */
        OPEN,
        /** The client said QUIT. */
        QUIT,
        /** The client closed the connection without QUIT, or the network did. */
        CLIENT_GONE,
        /** The server closed it, because it was told to or because the internet was closed. */
        DROPPED,
        /** The TLS handshake failed on either side. */
        TLS_FAILED
    }
}
