package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MxTarget;

/**
 * A second look, over a connection of its own, at a smart host that does not talk as configured: TLS may begin there the other
 * way (RFC 8314 section 3.3). Who waits for a greeting where TLS has to begin waits in vain.
 */
final class TlsStart {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Opens a connection. */
    interface Connecting {
        Socket connect() throws SessionFailed;
    }

    private final MxTarget target;
    private final SSLContext anyCertificate;
    private final Connecting connecting;
    private final Watchdog watchdog;

    /**
     * A look at this host.
     *
     * @param anyCertificate whatever the host shows, for nothing is told to it
     */
    TlsStart(MxTarget target, SSLContext anyCertificate, Connecting connecting, Watchdog watchdog) {
        this.target = target;
        this.anyCertificate = anyCertificate;
        this.connecting = connecting;
        this.watchdog = watchdog;
    }

    /** The same failure, or what is behind it: a host that greets in clear text where TLS was begun. */
    SessionFailed behind(SessionFailed failed) {
        boolean brokenTls = target.implicitTls() && failed.failure().reason() == FailureReason.TLS_HANDSHAKE;
        return brokenTls && looksSo(TlsStart::greets)
                ? new SessionFailed(new Failure(
                        FailureReason.TLS_HANDSHAKE,
                        target.name() + " speaks clear text at port " + target.port()
                                + ", where TLS should begin with the connection",
                        "you must set the option smartHostTls=starttls, or write smtp: in place of smtps:"))
                : failed;
    }

    /**
     * Ends the waiting for a greeting that will not come.
     *
     * @throws SessionFailed if TLS begins there with the connection
     */
    void refuseTlsAtOnce() throws SessionFailed {
        if (looksSo(this::beginsTls)) {
            throw new SessionFailed(new Failure(
                    FailureReason.CONNECTION_LOST,
                    target.name() + " waits for TLS at port " + target.port() + ", where STARTTLS should begin it",
                    "you must set the option smartHostTls=implicit, or write smtps: in place of smtp:"));
        }
    }

    private interface Look {
        boolean at(Socket socket) throws IOException;
    }

    private boolean looksSo(Look look) {
        try (Socket socket = connecting.connect();
                Watchdog.Watch watch = watchdog.over(socket)) {
            watch.begin(PATIENCE);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return look.at(socket);
        } catch (SessionFailed | IOException notSo) {
            return false;
        }
    }

    private static boolean greets(Socket socket) throws IOException {
        byte[] code = socket.getInputStream().readNBytes(3);
        return code.length == 3
                && code[0] >= '2'
                && code[0] <= '5'
                && Character.isDigit(code[1])
                && Character.isDigit(code[2]);
    }

    private boolean beginsTls(Socket socket) throws IOException {
        SSLSocket tls = (SSLSocket) anyCertificate
                .getSocketFactory()
                .createSocket(socket, target.name().toString(), target.port(), true);
        tls.startHandshake();
        return true;
    }
}
