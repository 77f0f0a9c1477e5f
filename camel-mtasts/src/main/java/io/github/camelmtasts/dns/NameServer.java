package io.github.camelmtasts.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.DefaultIoClientFactory;
import org.xbill.DNS.io.TcpIoClient;

/** One resolver: by UDP, and by TCP what does not fit a datagram. */
final class NameServer {

    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);

    private static final int DNS_PORT = 53;

    private static final TcpIoClient TCP = new DefaultIoClientFactory().createOrGetTcpClient();

    private final InetSocketAddress address;
    private final AtomicBoolean warned = new AtomicBoolean();

    NameServer(InetSocketAddress address) {
        this.address = address;
    }

    /**
     * Asks once.
     *
     * @param over lets go of the socket when it completes, whatever has come of the question by then
     * @return a response about the name, or {@link NoAnswer} as the cause of the failure; unended if none comes
     */
    CompletableFuture<Message> ask(Message question, boolean withEdns, CompletableFuture<?> over) {
        Message query = Packets.query(question, withEdns);
        byte[] wire = query.toWire();
        CompletableFuture<byte[]> packet =
                DatagramDoor.SHARED.exchange(address, wire, candidate -> Packets.answers(query, wire, candidate));
        var unused = over.whenComplete((outcome, failure) -> packet.cancel(false));
        return packet.thenApply(NameServer::parsed)
                .thenCompose(response -> response.getHeader().getFlag(Flags.TC)
                        ? overTcp(query, wire)
                        : CompletableFuture.completedFuture(response))
                .thenApply(Responses::checked)
                .exceptionally(failure -> {
                    throw asNoAnswer(failure);
                });
    }

    /** RFC 7766 section 5. */
    private CompletableFuture<Message> overTcp(Message query, byte[] wire) {
        return TCP.sendAndReceiveTcp(null, address, query, wire, DnsjavaResolver.QUESTION_LIMIT)
                .thenApply(packet -> {
                    if (!Packets.answers(query, wire, packet)) {
                        throw new NoAnswer("answers another question by TCP", false);
                    }
                    return parsed(packet);
                })
                .exceptionally(failure -> {
                    throw causeOf(failure) instanceof NoAnswer known
                            ? known
                            : new NoAnswer("cuts its answer short, and cannot be asked by TCP" + words(failure), false);
                });
    }

    private static Message parsed(byte[] packet) {
        try {
            return new Message(packet);
        } catch (IOException | RuntimeException malformed) {
            throw new NoAnswer("sends a malformed answer", true);
        }
    }

    private NoAnswer asNoAnswer(Throwable failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof NoAnswer known) {
            return known;
        }
        if (cause instanceof PortUnreachableException) {
            return new NoAnswer("cannot be reached: the port is closed", false);
        }
        if (!(cause instanceof CancellationException) && warned.compareAndSet(false, true)) {
            LOG.warn("The resolver {} cannot be used{}. The others are asked.", this, words(cause));
        }
        return new NoAnswer("cannot be used" + words(cause), false);
    }

    private static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private static String words(Throwable failure) {
        String message = causeOf(failure).getMessage();
        return message == null ? "" : ": " + message;
    }

    /** As people write it: the port only if it is not that of DNS. */
    @Override
    public String toString() {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return address.getPort() == DNS_PORT
                ? host
                : (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
