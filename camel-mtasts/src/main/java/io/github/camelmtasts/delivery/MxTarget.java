package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;

/**
 * Where to connect to, and whom we expect there.
 *
 * @param name        the MX host's name: SNI and certificate check are about it (RFC 8461 section 4.1 and 7.1)
 * @param address     one of its addresses; no name is looked up any more
 * @param port        25 but for tests and smart hosts
 * @param implicitTls whether TLS begins with the connection
 * @param login       who we are to the host; mail goes out in a session of this user alone
 */
public record MxTarget(DomainName name, InetAddress address, int port, boolean implicitTls, Optional<Login> login) {

    /** An MX host. */
    public MxTarget(DomainName name, InetAddress address, int port) {
        this(name, address, port, false, Optional.empty());
    }
}
