package io.github.camelmtasts.delivery;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

import io.github.camelmtasts.discovery.Discovered;
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
        return findHosts(
                domain,
                hosts -> underPolicy(domain, hosts, envelope, content, rules),
                failure -> undelivered(envelope, failure));
    }

    /** Says what a mail to this domain would meet now, without sending one. */
    public Resolution resolve(DomainName domain, DeliveryRules rules) {
        return findHosts(
                domain,
                hosts -> {
                    Discovered found = discovery.decide(domain, rules.discovery());
                    DeliveryPlan plan = DeliveryPlan.of(hosts, found.decision(), rules.requireTls());
                    return new Resolution(domain, Optional.of(found), plan.steps(), Optional.empty());
                },
                failure -> new Resolution(domain, Optional.empty(), List.of(), Optional.of(failure)));
    }

    /** RFC 5321 section 5.1, before any question of policy: a domain that takes no mail needs none. */
    private <T> T findHosts(DomainName domain, Function<List<DomainName>, T> found, Function<Failure, T> nowhere) {
        MailHosts hosts = MailHosts.of(domain, dns.mx(domain), ThreadLocalRandom.current());
        return hosts.fold(
                found,
                () -> nowhere.apply(
                        new Failure(FailureReason.NULL_MX, domain + " takes no mail: its MX record is null")),
                () -> nowhere.apply(new Failure(FailureReason.NO_SUCH_DOMAIN, domain + " does not exist in DNS")),
                detail -> nowhere.apply(
                        new Failure(FailureReason.NO_USABLE_HOST, domain + " cannot get mail: " + detail)),
                detail -> nowhere.apply(new Failure(
                        FailureReason.DNS_FAILED,
                        "DNS could not say which hosts take mail for " + domain + " (" + detail + ")")));
    }

    private List<RecipientReport> underPolicy(
            DomainName domain, List<DomainName> hosts, Envelope envelope, MailContent content, DeliveryRules rules) {
        Discovered found = discovery.decide(domain, rules.discovery());
        found.decision().inForce().ifPresent(discovery::hadMail);
        MxWalk walk = new MxWalk(envelope, content, rules, addresses, door, clock);
        walk.follow(DeliveryPlan.of(hosts, found.decision(), rules.requireTls()));
        Optional<Discovered> changed = walk.failedOnPolicy() ? recheck(found, rules) : Optional.empty();
        changed.ifPresent(newer -> walk.follow(DeliveryPlan.of(hosts, newer.decision(), rules.requireTls())));
        return walk.reports(changed.orElse(found));
    }

    /** RFC 8461 section 5.1: before a mail that the policy stopped is reported, the policy may have become another. */
    private Optional<Discovered> recheck(Discovered found, DeliveryRules rules) {
        return found.decision() instanceof PolicyDecision.Enforced
                ? discovery.recheck(found, rules.discovery())
                : Optional.empty();
    }

    static List<RecipientReport> undelivered(Envelope envelope, Failure failure) {
        return envelope.recipients().stream()
                .map(recipient -> new RecipientReport(
                        recipient, failure.reason().outcome(), Optional.empty(), Optional.of(failure), List.of()))
                .toList();
    }
}
