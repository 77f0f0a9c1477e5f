package io.github.camelmtasts.delivery;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.github.camelmtasts.discovery.PolicyDiscovery;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.MailHosts;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;

/**
 * Takes one mail to the recipients at one domain: finds the hosts, asks what the policy demands, plans, walks. Reports every
 * recipient and never throws. Safe for use by many threads.
 */
public final class Courier {

    private final PolicyDiscovery discovery;
    private final DnsLookup dns;
    private final MxAddresses addresses;
    private final MxDoor door;
    private final Clock clock;

    /** A courier over these floors. */
    public Courier(PolicyDiscovery discovery, DnsLookup dns, AddressFilter addressFilter, MxDoor door, Clock clock) {
        this.discovery = discovery;
        this.dns = dns;
        this.addresses = new MxAddresses(dns, addressFilter);
        this.door = door;
        this.clock = clock;
    }

    /**
     * Delivers, or says why not.
     *
     * @param domain   the policy domain
     * @param envelope its recipients are all at this domain
     * @return one report for each recipient, in the order of the envelope
     */
    public List<RecipientReport> deliver(
            DomainName domain, Envelope envelope, MailContent content, DeliveryRules rules) {
        MailHosts hosts = MailHosts.of(domain, dns.mx(domain), RandomGenerator.getDefault());
        return hosts.fold(
                inOrder -> underPolicy(domain, inOrder, envelope, content, rules),
                () -> undeliverable(envelope, FailureReason.NULL_MX, domain + " takes no mail: its MX record is null"),
                () -> undeliverable(envelope, FailureReason.NO_SUCH_DOMAIN, domain + " does not exist in DNS"),
                detail -> undeliverable(envelope, FailureReason.NO_USABLE_HOST, domain + " cannot get mail: " + detail),
                detail -> undeliverable(
                        envelope,
                        FailureReason.DNS_FAILED,
                        "DNS could not say which hosts take mail for " + domain + " (" + detail + ")"));
    }

    private List<RecipientReport> underPolicy(
            DomainName domain, List<DomainName> hosts, Envelope envelope, MailContent content, DeliveryRules rules) {
        PolicyDecision decision = discovery.decide(domain, rules.discovery());
        MxWalk walk = new MxWalk(envelope, content, rules, addresses, door, clock);
        walk.follow(DeliveryPlan.of(hosts, decision, rules.requireTls()));
        Optional<PolicyDecision> changed = walk.failedOnPolicy() ? recheck(decision, rules) : Optional.empty();
        changed.ifPresent(newer -> walk.follow(DeliveryPlan.of(hosts, newer, rules.requireTls())));
        return walk.reports(changed.orElse(decision));
    }

    /** RFC 8461 section 5.1: before a mail that the policy stopped is reported, the policy may have become another. */
    private Optional<PolicyDecision> recheck(PolicyDecision decision, DeliveryRules rules) {
        return decision instanceof PolicyDecision.Enforced enforced
                ? discovery.recheck(enforced.cached(), rules.discovery())
                : Optional.empty();
    }

    private static List<RecipientReport> undeliverable(Envelope envelope, FailureReason reason, String detail) {
        Failure failure = new Failure(reason, detail);
        return envelope.recipients().stream()
                .map(recipient -> new RecipientReport(
                        recipient, reason.outcome(), Optional.empty(), Optional.of(failure), List.of()))
                .toList();
    }
}
