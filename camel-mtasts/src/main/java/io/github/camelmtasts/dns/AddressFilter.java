package io.github.camelmtasts.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.AddressText;

/**
 * Keeps names that strangers chose from leading us into our own network (loopback, private, link-local and other special
 * ranges of RFC 6890), unless the operator allowed the range. An IPv4 address inside an IPv6 one counts as itself.
 */
public final class AddressFilter {

    private static final List<Range> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/128",
                    "::1/128",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001:2::/48",
                    "2001:db8::/32",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(Range::of)
            .toList();

    private static final Range NAT64 = Range.of("64:ff9b::/96");
    private static final Range SIX_TO_FOUR = Range.of("2002::/16");
    private static final Range TEREDO = Range.of("2001::/32");
    private static final Range IPV4_COMPATIBLE = Range.of("::/96");

    private static final byte[] IPV4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF};

    private final List<Range> allowed;

    private AddressFilter(List<Range> allowed) {
        this.allowed = allowed;
    }

    /**
     * A filter that lets these ranges pass as well.
     *
     * @param allowedAddresses CIDR ranges or single addresses, parted by commas; may be empty
     * @throws IllegalArgumentException naming the entry that is none
     */
    public static AddressFilter allowing(String allowedAddresses) {
        return new AddressFilter(Arrays.stream(allowedAddresses.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(Range::of)
                .toList());
    }

    /** Whether a connection to this address may be tried. */
    public boolean permits(InetAddress address) {
        return allows(address)
                || (SPECIAL.stream().noneMatch(range -> range.contains(address))
                        && embeddedIpv4(address).map(this::permits).orElse(true));
    }

    private boolean allows(InetAddress address) {
        return allowed.stream().anyMatch(range -> range.contains(address));
    }

    /** The IPv4 address that a mapped, translating or tunnelling IPv6 address leads to (RFC 6052, RFC 3056, RFC 4380). */
    private static Optional<InetAddress> embeddedIpv4(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return Optional.empty();
        }
        byte[] bytes = address.getAddress();
        if (NAT64.contains(address) || IPV4_COMPATIBLE.contains(address) || isIpv4Mapped(bytes)) {
            return Optional.of(ipv4(bytes, 12, 0));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Optional.of(ipv4(bytes, 2, 0));
        }
        if (TEREDO.contains(address)) {
            return Optional.of(ipv4(bytes, 12, 0xFF)); // the client's address stands there inverted
        }
        return Optional.empty();
    }

    /** Java turns most of them into IPv4 addresses, but not one that was made with a scope. */
    private static boolean isIpv4Mapped(byte[] bytes) {
        return Arrays.equals(bytes, 0, IPV4_MAPPED.length, IPV4_MAPPED, 0, IPV4_MAPPED.length);
    }

    private static InetAddress ipv4(byte[] bytes, int from, int mask) {
        byte[] four = Arrays.copyOfRange(bytes, from, from + 4);
        for (int i = 0; i < four.length; i++) {
            four[i] ^= (byte) mask;
        }
        try {
            return InetAddress.getByAddress(four);
        } catch (UnknownHostException neverForFourBytes) {
            throw new IllegalStateException(neverForFourBytes);
        }
    }

    /** A CIDR block; one that is written IPv4-mapped is one of IPv4. */
    private record Range(InetAddress network, int prefixLength) {

        static Range of(String cidr) {
            int slash = cidr.indexOf('/');
            InetAddress network = AddressText.parse(slash < 0 ? cidr : cidr.substring(0, slash))
                    .orElseThrow(() -> notARange(cidr));
            int bits = network.getAddress().length * 8;
            int length = slash < 0 ? bits : prefixLength(cidr.substring(slash + 1), bits, cidr);
            return new Range(network, length);
        }

        private static int prefixLength(String text, int bits, String cidr) {
            if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > bits) {
                throw notARange(cidr);
            }
            return Integer.parseInt(text);
        }

        private static IllegalArgumentException notARange(String cidr) {
            return new IllegalArgumentException(
                    "allowedAddresses: '" + cidr + "' is no address range such as 127.0.0.0/8 or ::1/128");
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            byte[] block = network.getAddress();
            if (bytes.length != block.length) {
                return false;
            }
            int whole = prefixLength / 8;
            int rest = prefixLength % 8;
            boolean wholeBytesAgree = Arrays.equals(bytes, 0, whole, block, 0, whole);
            return wholeBytesAgree && (rest == 0 || ((bytes[whole] ^ block[whole]) & 0xFF) >> (8 - rest) == 0);
        }
    }
}
