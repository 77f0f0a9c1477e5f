package io.github.camelmtasts.delivery;

import java.util.Optional;
import java.util.function.Supplier;

import io.github.camelmtasts.policy.DomainName;

/**
 * The one host that takes all mail, in place of the recipients' own. What its certificate must name is its name as configured
 * (RFC 8461 section 3.4).
 *
 * @param name             the host
 * @param port             where it listens
 * @param implicitTls      whether TLS begins with the connection (RFC 8314 section 3.3), not with STARTTLS
 * @param login            who we are, asked anew for every mail; empty if it takes mail from everybody
 * @param mustProveItsName whether it must show a certificate for its name before it hears our name, policy or not
 * @param isPolicyDomain   whether its own policy counts, as for a relay; else those of the recipients' domains do, whose host
 *                         it then has to be
 */
public record SmartHost(
        DomainName name,
        int port,
        boolean implicitTls,
        Optional<Supplier<Login>> login,
        boolean mustProveItsName,
        boolean isPolicyDomain) {

    MxTarget.Service service() {
        return implicitTls ? MxTarget.Service.SUBMISSIONS : MxTarget.Service.SUBMISSION;
    }

    /** The same host, which has to show who it is whatever a policy says. */
    public SmartHost provingItsName() {
        return new SmartHost(name, port, implicitTls, login, true, isPolicyDomain);
    }

    /** The same host, as the recipients' own: their policies must permit it. */
    public SmartHost underRecipientsPolicies() {
        return new SmartHost(name, port, implicitTls, login, mustProveItsName, false);
    }
}
