package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.discovery.DiscoveryRules;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;

/**
 * What one endpoint asks of the courier.
 *
 * @param discovery  how its policies are found
 * @param requireTls whether mail without a policy may go in clear text no more
 * @param smtpPort   25 but for tests
 * @param smtp       how SMTP is spoken
 * @param routing    which way mail takes
 */
public record DeliveryRules(
        DiscoveryRules discovery, boolean requireTls, int smtpPort, SmtpSettings smtp, Routing routing) {

    private static final Duration LONGEST_CONNECTION = Duration.ofSeconds(10);

    private static final Duration LONGEST_RESPONSE = Duration.ofSeconds(20);

    /** Whom we expect behind this name, at this address. */
    MxTarget target(DomainName host, InetAddress address, Optional<Login> login) {
        return routing.smartHost()
                .map(smart -> new MxTarget(host, address, smart.port(), smart.service(), login))
                .orElseGet(() -> new MxTarget(host, address, smtpPort));
    }

    /** The plan for these hosts. */
    DeliveryPlan plan(List<DomainName> hosts, PolicyDecision decision) {
        DeliveryPlan plan = DeliveryPlan.of(hosts, decision, requireTls || isTlsImplicit());
        DeliveryPlan told =
                routing.smartHost().filter(smart -> !smart.isPolicyDomain()).isPresent()
                        ? plan.throughConfiguredHost()
                        : plan;
        return routing.smartHost().map(SmartHost::mustProveItsName).orElse(false) ? told.provingNames() : told;
    }

    /** The same, by another way. */
    public DeliveryRules through(SmartHost smartHost) {
        return new DeliveryRules(discovery, requireTls, smtpPort, smtp, routing.through(smartHost));
    }

    /** The same, with another trust store or a key of our own. */
    public DeliveryRules with(TlsMaterial material) {
        return new DeliveryRules(discovery, requireTls, smtpPort, smtp.with(material), routing);
    }

    /** The same for who goes to the domain's own hosts with no mail: a person waits, or a job. A mail would have more patience. */
    DeliveryRules impatient() {
        return new DeliveryRules(
                discovery,
                requireTls,
                smtpPort,
                smtp.within(LONGEST_CONNECTION, LONGEST_RESPONSE),
                new Routing(Optional.empty(), routing.onVanished(), routing.family()));
    }

    private boolean isTlsImplicit() {
        return routing.smartHost().map(SmartHost::implicitTls).orElse(false);
    }
}
