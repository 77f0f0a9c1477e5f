package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running mail server. Its behaviour can be changed while it runs; connections that are open keep the one they began
 * with. Thread-safe.
 */
public final class MxServer implements AutoCloseable {
    private final List<InetAddress> addresses;
    private final TestAuthority authority;
    private final ShutdownSignal shutdown;
    private final Journal<ReceivedMail> allMails;
    private final Journal<SmtpTranscript> transcripts = new Journal<>();
    private final AtomicInteger mailCount = new AtomicInteger();
    private final AtomicInteger sessionsNow = new AtomicInteger();

    // mutable state
    private volatile MxHost host;
    private final List<TcpListener> listeners = new ArrayList<>();
    private int port;

    MxServer(
            MxHost host,
            List<InetAddress> addresses,
            TestAuthority authority,
            ShutdownSignal shutdown,
            Journal<ReceivedMail> allMails) {
        this.host = host;
        this.addresses = addresses;
        this.authority = authority;
        this.shutdown = shutdown;
        this.allMails = allMails;
    }

    /** Listens on that port of each of its addresses, unless it is down. */
    synchronized void open(int onPort) throws IOException {
        port = onPort;
        if (!host.reachability().listening()) {
            return;
        }
        for (InetAddress address : addresses) {
            listeners.add(TcpListener.open(new InetSocketAddress(address, port), host.name(), this::converse));
        }
    }

    /** The name, as described. */
    public String name() {
        return host.name();
    }

    /**
     * The first address it listens on, or would if it were not down.
     *
     * @throws IllegalStateException if it has none
     */
    public InetAddress address() {
        return addresses.stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name() + " has no loopback address"));
    }

    /**
     * Behaves like this from the next connection on; {@link MxHost#down} stops listening and closes open
     * connections at once. Addresses stay as they were when the internet started.
     *
     * @throws IllegalArgumentException if the description bears another name
     */
    public synchronized void behave(MxHost behaviour) {
        if (!behaviour.name().equals(name())) {
            throw new IllegalArgumentException("this is " + name() + ", not " + behaviour.name());
        }
        host = behaviour;
        try {
            if (!behaviour.reachability().listening()) {
                close();
            } else if (listeners.isEmpty()) {
                open(port);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mails it took, in order; none with {@link MxHost#keepingNoMail}. */
    public List<ReceivedMail> mails() {
        return allMails.entries(mail -> mail.mxHost().equals(name()));
    }

    /** How many mails it took, kept or not. */
    public int mailCount() {
        return mailCount.get();
    }

    /** All connections in the order in which they came, those still open too. */
    public List<SmtpSession> sessions() {
        return transcripts.entries().stream().map(SmtpTranscript::session).toList();
    }

    /** Stops listening and closes every connection. */
    @Override
    public synchronized void close() {
        listeners.forEach(TcpListener::close);
        listeners.clear();
    }

    void reset(MxHost described) {
        behave(described);
        transcripts.clear();
        mailCount.set(0);
    }

    private void converse(Socket client) throws IOException {
        SmtpTranscript transcript = new SmtpTranscript(name(), client.getInetAddress());
        transcripts.add(transcript);
        SmtpConversation.Surroundings around = new SmtpConversation.Surroundings(authority, shutdown, this::take);
        try {
            new SmtpConversation(host.asOneOf(sessionsNow.incrementAndGet()), around, new SmtpWire(client), transcript)
                    .hold();
        } catch (SmtpHangup e) {
            transcript.end(e.end());
        } catch (IOException e) {
            boolean weLeft = shutdown.isRaised() || !host.reachability().listening();
            transcript.end(weLeft ? SmtpSession.End.DROPPED : SmtpSession.End.CLIENT_GONE);
        } finally {
            sessionsNow.decrementAndGet();
        }
    }

    private void take(ReceivedMail mail) {
        mailCount.incrementAndGet();
        if (host.keepsMail()) {
            allMails.add(mail);
        }
    }
}
