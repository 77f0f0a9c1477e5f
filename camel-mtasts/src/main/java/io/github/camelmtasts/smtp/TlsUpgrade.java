package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.TlsDemand;
import io.github.camelmtasts.policy.DomainName;

/**
 * Turns one clear-text connection into TLS. Handshake, SNI and every check happen here; what comes back is proven as far as
 * demanded.
 */
final class TlsUpgrade {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"}; // RFC 8461 section 7.2

    private final TlsTrust trust;
    private final DomainName mxHost;
    private final TlsDemand demand;
    private final Watchdog.Watch watch;
    private final Duration handshakeTimeout;
    private final Clock clock;

    TlsUpgrade(
            TlsTrust trust,
            DomainName mxHost,
            TlsDemand demand,
            Watchdog.Watch watch,
            Duration handshakeTimeout,
            Clock clock) {
        this.trust = trust;
        this.mxHost = mxHost;
        this.demand = demand;
        this.watch = watch;
        this.handshakeTimeout = handshakeTimeout;
        this.clock = clock;
    }

    /** Whether nothing may be said in clear text. */
    boolean isDemanded() {
        return demand.mustEncrypt();
    }

    /** The connection under TLS, and what the host has shown in it. */
    record Secured(SSLSocket socket, PeerTls peer) {}

    /**
     * Shakes hands over a connection on which nothing was said yet (RFC 8314 section 3.3), or STARTTLS was agreed upon.
     *
     * @throws IOException if there is no TLS; a {@link RefusedCertificate} is among its causes if it is not as demanded
     */
    Secured over(Socket wire) throws IOException {
        SSLSocket socket = (SSLSocket) trust.context(demand.mustVerify())
                .getSocketFactory()
                .createSocket(wire, mxHost.toString(), wire.getPort(), true);
        socket.setSSLParameters(parameters(socket.getSSLParameters()));
        socket.setSoTimeout((int) handshakeTimeout.toMillis());
        shakeHands(socket);
        PeerTls shown = PeerTls.of(mxHost, socket.getSession(), trust.judge());
        Optional<Failure> fault = shown.refusalUnder(demand, clock.instant());
        if (fault.isPresent()) {
            socket.close();
            throw new IOException(new RefusedCertificate(fault.get()));
        }
        return new Secured(socket, shown);
    }

    private void shakeHands(SSLSocket socket) throws IOException {
        watch.begin(handshakeTimeout);
        try {
            socket.startHandshake();
        } catch (IOException failed) {
            throw watch.hasHungUp()
                    ? new SocketTimeoutException("it was not over within " + handshakeTimeout.toSeconds() + " s")
                    : failed;
        } finally {
            watch.end();
        }
    }

    /** RFC 8461 section 7.1: SNI is the MX host's name. Names are checked by us, for the JDK's own check is too lax. */
    private SSLParameters parameters(SSLParameters parameters) {
        parameters.setProtocols(PROTOCOLS);
        if (!mxHost.isLiteral()) {
            parameters.setServerNames(List.of(new SNIHostName(mxHost.toString())));
        }
        return parameters;
    }
}
