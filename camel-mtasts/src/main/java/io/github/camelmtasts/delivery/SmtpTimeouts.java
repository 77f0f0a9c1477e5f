package io.github.camelmtasts.delivery;

import java.time.Duration;

/**
 * How long each step with a mail server may take (RFC 5321 section 4.5.3.2).
 *
 * @param connection for the TCP connection
 * @param response   for one command and the reply to it
 * @param data       for writing one mail; bounds a host that reads a byte a minute
 * @param finalReply for the reply to the final dot; each mail that is cut off there may be delivered twice
 */
public record SmtpTimeouts(Duration connection, Duration response, Duration data, Duration finalReply) {

    /** What there is no reason to change: half an hour to write, ten minutes for the final reply (RFC 5321 section 4.5.3.2.6). */
    public SmtpTimeouts(Duration connection, Duration response) {
        this(connection, response, Duration.ofMinutes(30), Duration.ofMinutes(10));
    }

    SmtpTimeouts within(Duration longestConnection, Duration longestResponse) {
        return new SmtpTimeouts(
                shorter(connection, longestConnection), shorter(response, longestResponse), data, finalReply);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
