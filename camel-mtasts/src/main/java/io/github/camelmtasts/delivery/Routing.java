package io.github.camelmtasts.delivery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.DomainName;

/**
 * Which way mail takes.
 *
 * @param smartHost  takes it all; empty if the recipients' own hosts do
 * @param onVanished what becomes of mail to a domain that is gone, and had a policy
 * @param family     over which addresses hosts are met
 */
public record Routing(Optional<SmartHost> smartHost, OnVanishedDomain onVanished, AddressFamily family) {

    /** To the recipients' own hosts, over all addresses. */
    public static final Routing DIRECT = new Routing(Optional.empty(), OnVanishedDomain.FAIL, AddressFamily.ANY);

    /** The same way, but through this host. */
    Routing through(SmartHost host) {
        return new Routing(Optional.of(host), onVanished, family);
    }

    /** Who we are to the smart host; asked anew for every mail. */
    Optional<Login> login() {
        return smartHost.flatMap(SmartHost::login).map(Supplier::get);
    }

    /** The recipients, parted by the domain whose policy counts for them; in the order in which the domains first come. */
    public Map<DomainName, List<MailAddress>> byPolicyDomain(Envelope envelope) {
        return envelope.recipients().stream()
                .collect(Collectors.groupingBy(
                        recipient -> policyDomain(recipient.domain()), LinkedHashMap::new, Collectors.toList()));
    }

    /** The domain whose policy counts for mail to this one (RFC 8461 section 3.4). */
    DomainName policyDomain(DomainName recipients) {
        return smartHost.filter(SmartHost::isPolicyDomain).map(SmartHost::name).orElse(recipients);
    }
}
