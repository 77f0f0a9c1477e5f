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
 * @param service     which service it is there
 * @param login       who we are to the host; mail goes out in a session of this user alone
 */
public record MxTarget(DomainName name, InetAddress address, int port, Service service, Optional<Login> login) {

    /** Services that take mail, as RFC 8314 section 7 names them. */
    public enum Service {
        /** An MX host, which takes mail from everybody. */
        SMTP,
        /** A smart host at which TLS begins with STARTTLS. */
        SUBMISSION,
        /** A smart host at which TLS begins with the connection. */
        SUBMISSIONS
    }

    /** An MX host. */
    public MxTarget(DomainName name, InetAddress address, int port) {
        this(name, address, port, Service.SMTP, Optional.empty());
    }

    /** Whether TLS begins with the connection. */
    public boolean implicitTls() {
        return service == Service.SUBMISSIONS;
    }

    /** Whether the operator chose this host for all mail. */
    public boolean isSmartHost() {
        return service != Service.SMTP;
    }
}
