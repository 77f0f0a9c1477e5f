package io.github.camelmtasts.testkit;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Writes an {@link SmtpSession} while it happens. Thread-safe. */
final class SmtpTranscript {
    private static final Pattern SECRET = Pattern.compile("(?i)^(AUTH\\s+\\S+)\\s.*");

    private final String mxHost;
    private final InetAddress clientAddress;
    private final Instant connectedAt = Instant.now();
    private final List<String> commands = new ArrayList<>();
    private @Nullable String heloName;
    private List<String> serverNames = List.of();
    private @Nullable TlsHandshake tls;
    private SmtpSession.End end = SmtpSession.End.OPEN;

    SmtpTranscript(String mxHost, InetAddress clientAddress) {
        this.mxHost = mxHost;
        this.clientAddress = clientAddress;
    }

    synchronized void command(String line) {
        commands.add(SECRET.matcher(line).replaceAll("$1 ***"));
    }

    synchronized void helo(String name) {
        heloName = name;
    }

    synchronized void serverNames(List<String> names) {
        serverNames = names;
    }

    synchronized void tls(TlsHandshake handshake) {
        tls = handshake;
    }

    /** The first end counts. */
    synchronized void end(SmtpSession.End how) {
        if (end == SmtpSession.End.OPEN) {
            end = how;
        }
    }

    synchronized SmtpSession session() {
        return new SmtpSession(
                mxHost,
                clientAddress,
                connectedAt,
                heloName,
                serverNames,
                tls == null ? null : tls.protocol(),
                tls != null && tls.resumed(),
                List.copyOf(commands),
                end);
    }
}
