package io.github.camelmtasts.smtp;

import java.time.Duration;

/**
 * How many connections there are at most, idle ones too.
 *
 * @param inAll              to all hosts together
 * @param perHost            to one address and port, whatever names lead there: that is what a host counts
 * @param mailsPerConnection after which a connection is ended; one means that none is kept
 * @param patience           how long a mail waits for its turn
 */
public record ConnectionLimits(int inAll, int perHost, int mailsPerConnection, Duration patience) {

    /** A mail has half an hour for all its hosts; one that is busy shall not take it all. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What the options of the component are by default. */
    public static final ConnectionLimits DEFAULT = new ConnectionLimits(500, 20, 1000);

    /** Limits with the usual patience. */
    public ConnectionLimits(int inAll, int perHost, int mailsPerConnection) {
        this(inAll, perHost, mailsPerConnection, PATIENCE);
    }
}
