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
 */
public record PolicyRequest(DomainName domain, Dialect dialect, List<InetAddress> addresses) {
    public PolicyRequest {
        addresses = List.copyOf(addresses);
    }
}
