package io.github.camelmtasts.fetch;

import java.net.InetAddress;
import java.util.List;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;

/**
 * One policy file to fetch.
 *
 * @param domain    the policy domain; the policy host follows from it
 * @param dialect   decides the path and the media type
 * @param addresses where to connect to, in this order, and nowhere else: they have been checked
 * @param isExact   whether a proxy, too, has to go to the first address, and not wherever the name leads it
 */
public record PolicyRequest(DomainName domain, Dialect dialect, List<InetAddress> addresses, boolean isExact) {

    public PolicyRequest {
        addresses = List.copyOf(addresses);
    }

    /** One that a proxy may fetch wherever the name leads it. */
    public PolicyRequest(DomainName domain, Dialect dialect, List<InetAddress> addresses) {
        this(domain, dialect, addresses, false);
    }

    /** One for this address alone, through a proxy or not. */
    public static PolicyRequest exactly(DomainName domain, Dialect dialect, InetAddress address) {
        return new PolicyRequest(domain, dialect, List.of(address), true);
    }
}
