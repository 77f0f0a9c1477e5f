package io.github.camelmtasts.testkit;

/**
 * A question that the DNS server was asked.
 *
 * @param name lower case, without a final dot
 * @param type such as {@code TXT}
 * @param transport how it came
 */
public record DnsQuery(String name, String type, Transport transport) {
    /** The transports of DNS. */
    public enum Transport {
        /** A datagram. */
        UDP,
        /** A connection, such as after a truncated datagram. */
        TCP
    }
}
