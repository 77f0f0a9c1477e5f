package io.github.camelmtasts.delivery;

import java.util.Optional;
import java.util.function.Supplier;

import io.github.camelmtasts.policy.DomainName;

/**
 * The one host that takes all mail, in place of the recipients' own. Its name as configured is the policy domain, the only
 * host, and what its certificate must name (RFC 8461 section 3.4).
 *
 * @param name           the host
 * @param port           where it listens
 * @param implicitTls    whether TLS begins with the connection (RFC 8314 section 3.3), not with STARTTLS
 * @param login          who we are, asked anew for every mail; empty if it takes mail from everybody
 * @param clearTextLogin whether the login may be told to a host that has not proven its name
 */
public record SmartHost(
        DomainName name, int port, boolean implicitTls, Optional<Supplier<Login>> login, boolean clearTextLogin) {

    /** What a host must show before we log in. */
    boolean mustProveItsName() {
        return login.isPresent() && !clearTextLogin;
    }
}
