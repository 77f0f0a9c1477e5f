package io.github.camelmtasts.delivery;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Over which kind of addresses hosts are met. */
public enum AddressFamily {
    /** Whatever a host has. */
    ANY,
    /** IPv4 alone. */
    IPV4,
    /** IPv6 alone. */
    IPV6;

    /** The family of one address. */
    public static AddressFamily of(InetAddress address) {
        return address instanceof Inet6Address ? IPV6 : IPV4;
    }

    /** Whether hosts may be met at this address. */
    public boolean permits(InetAddress address) {
        return this == ANY || this == of(address);
    }
}
