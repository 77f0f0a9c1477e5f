package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.TlsDemand;
import io.github.camelmtasts.policy.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * Turns one clear-text connection into TLS, after STARTTLS as Jakarta Mail asks for it: as a socket factory. One object for
 * one connection. Handshake, SNI and every check happen here; what comes back is bound again, and proven as far as demanded.
 */
final class TlsUpgrade extends SSLSocketFactory {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"}; // RFC 8461 section 7.2

    private final TlsTrust trust;
    private final DomainName mxHost;
    private final TlsDemand demand;
    private final Watchdog.Watch watch;
    private final Duration handshakeTimeout;
    private final Clock clock;

    private boolean begun;
    private @Nullable PeerTls peer;
    private @Nullable ReplyBoundSocket secured;

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

    @Override
    public Socket createSocket(Socket clear, String host, int port, boolean autoClose) throws IOException {
        begun = true;
        ReplyBoundSocket bound = (ReplyBoundSocket) clear;
        if (bound.hasUnread()) {
            throw refusal(new Failure(
                    FailureReason.RESPONSE_INJECTED, "something was sent in clear text behind the answer to STARTTLS"));
        }
        return secure(bound, port);
    }

    /** TLS from the beginning, without STARTTLS (RFC 8314 section 3.3). */
    Socket beginWithTls(ReplyBoundSocket clear) throws IOException {
        begun = true;
        return secure(clear, clear.getPort());
    }

    private Socket secure(ReplyBoundSocket bound, int port) throws IOException {
        SSLSocket socket = (SSLSocket) trust.context(demand.mustVerify())
                .getSocketFactory()
                .createSocket(bound.unbound(), mxHost.toString(), port, true);
        socket.setSSLParameters(parameters(socket.getSSLParameters()));
        socket.setSoTimeout((int) handshakeTimeout.toMillis());
        shakeHands(socket);
        PeerTls shown = PeerTls.of(mxHost, socket.getSession(), trust.judge());
        Optional<Failure> fault = shown.refusalUnder(demand, clock.instant());
        if (fault.isPresent()) {
            socket.close();
            throw refusal(fault.get());
        }
        peer = shown;
        secured = new ReplyBoundSocket(socket, watch, handshakeTimeout);
        return secured;
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

    private static IOException refusal(Failure failure) {
        return new IOException(new RefusedCertificate(failure));
    }

    /** Whether TLS was agreed on, so that a failure is one of TLS. */
    boolean hasBegun() {
        return begun;
    }

    /** What the host has shown; empty before the handshake is done. */
    Optional<PeerTls> peer() {
        return Optional.ofNullable(peer);
    }

    /** The connection under TLS; empty before the handshake is done. */
    Optional<ReplyBoundSocket> secured() {
        return Optional.ofNullable(secured);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return trust.context(demand.mustVerify()).getSocketFactory().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return trust.context(demand.mustVerify()).getSocketFactory().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw connectsNothing();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw connectsNothing();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw connectsNothing();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw connectsNothing();
    }

    private static IOException connectsNothing() {
        return new IOException("Only a connection that is there is turned into TLS");
    }
}
