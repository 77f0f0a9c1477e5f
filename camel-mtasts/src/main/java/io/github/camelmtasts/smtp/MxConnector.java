package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.TlsDemand;
import io.github.camelmtasts.delivery.TlsMaterial;

/** Opens sessions with MX hosts, under the TLS that is demanded, and says where it went wrong if it does. */
final class MxConnector {

    private final TlsTrust trust;

    /** One context for each material for as long as we trust: a session is resumed within it alone. */
    private final ConcurrentMap<TlsMaterial, TlsTrust> others = new ConcurrentHashMap<>();

    private final Watchdog watchdog;
    private final Clock clock;

    MxConnector(TlsTrust trust, Watchdog watchdog, Clock clock) {
        this.trust = trust;
        this.watchdog = watchdog;
        this.clock = clock;
    }

    /**
     * Connects, greets, and begins TLS.
     *
     * @param useStartTls whether TLS is tried at all; false only after it broke where nobody demands it
     * @throws SessionFailed if there is no session under this demand; nothing of a mail was sent
     */
    MxSession open(MxTarget target, TlsDemand demand, boolean useStartTls, SmtpSettings settings) throws SessionFailed {
        Socket socket = connect(target, settings);
        Watchdog.Watch watch = watchdog.over(socket);
        boolean open = false;
        try {
            MxSession session = opening(target, demand, settings, socket, watch).open(useStartTls);
            open = true;
            return session;
        } catch (SessionFailed failed) {
            throw tlsStart(target, settings).behind(failed);
        } catch (IOException failed) {
            throw notAnswering(target, failed);
        } finally {
            if (!open) {
                Watchdog.closeQuietly(socket);
                watch.close();
            }
        }
    }

    private SessionOpening opening(
            MxTarget target, TlsDemand demand, SmtpSettings settings, Socket socket, Watchdog.Watch watch)
            throws IOException {
        TlsUpgrade upgrade = new TlsUpgrade(
                trustFor(settings),
                target.name(),
                demand,
                watch,
                settings.timeouts().response(),
                clock);
        SmtpChannel channel =
                new SmtpChannel(socket, watch, settings.timeouts(), new VisitLimit(clock, settings.until()));
        return new SessionOpening(target, settings, upgrade, tlsStart(target, settings), channel);
    }

    private TlsStart tlsStart(MxTarget target, SmtpSettings settings) {
        return new TlsStart(target, trustFor(settings).context(false), () -> connect(target, settings), watchdog);
    }

    private TlsTrust trustFor(SmtpSettings settings) {
        return settings.material()
                .map(material -> others.computeIfAbsent(material, other -> new TlsTrust(other, clock)))
                .orElse(trust);
    }

    private static Socket connect(MxTarget target, SmtpSettings settings) throws SessionFailed {
        Socket socket = new Socket();
        if (settings.localAddress().isPresent()) {
            bind(socket, settings.localAddress().get());
        }
        try {
            socket.connect(new InetSocketAddress(target.address(), target.port()), (int)
                    settings.timeouts().connection().toMillis());
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException failed) {
            Watchdog.closeQuietly(socket);
            throw notAnswering(target, failed);
        }
    }

    private static void bind(Socket socket, InetAddress localAddress) throws SessionFailed {
        try {
            socket.bind(new InetSocketAddress(localAddress, 0));
        } catch (IOException failed) {
            Watchdog.closeQuietly(socket);
            throw new SessionFailed(
                    FailureReason.LOCAL_ERROR,
                    "this machine has no address " + localAddress.getHostAddress() + " for the option localAddress ("
                            + failed.getMessage() + ")");
        }
    }

    private static SessionFailed notAnswering(MxTarget target, IOException failed) {
        return new SessionFailed(
                FailureReason.CONNECTION_FAILED,
                target.name() + " does not answer at " + target.address().getHostAddress() + " port " + target.port()
                        + " (" + failed.getMessage() + ")");
    }
}
