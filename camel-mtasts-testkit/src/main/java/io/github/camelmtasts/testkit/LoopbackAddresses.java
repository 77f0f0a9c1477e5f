package io.github.camelmtasts.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * The plan of 127.0.0.0/8: .0.1 for DNS and policy host, nothing on .0.2 to .0.9, .0.10 to hold the SMTP port, mail
 * servers from .0.11 on.
 */
final class LoopbackAddresses {
    static final String MAIN = "127.0.0.1";
    static final String PORT_HOLDER = "127.0.0.10";
    private static final int LAST_RESERVED = 10;
    private static final int PER_SUBNET = 250;
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private LoopbackAddresses() {}

    /** The own address of a mail server, counted from 0. */
    static String ofServer(int index) {
        int number = index + LAST_RESERVED;
        return "127.0." + number / PER_SUBNET + "." + (number % PER_SUBNET + 1);
    }

    /**
     * Reads an address; asks no resolver.
     *
     * @throws IllegalArgumentException for anything but an IPv4 or IPv6 address
     */
    static InetAddress parse(String address) {
        try {
            if (LITERAL.matcher(address).matches()) {
                return InetAddress.getByName(address);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + address, e);
        }
        throw new IllegalArgumentException("not an IP address: " + address);
    }

    /** Whether a mail server may listen there. */
    static boolean isForServers(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean reserved = octets.length == 4
                && octets[1] == 0
                && octets[2] == 0
                && Byte.toUnsignedInt(octets[3]) <= LAST_RESERVED;
        return address.isLoopbackAddress() && !reserved;
    }
}
