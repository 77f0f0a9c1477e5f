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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one mail to the recipients at one domain: finds the hosts, asks what the policy demands, plans, walks. Reports every
 * recipient and never throws. Safe for use by many threads.
 */
public final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final PolicyDiscovery discovery;
    private final DnsLookup dns;
    private final MxAddresses addresses;
    private final MxDoor door;
    private final ReportListener reports;
    private final Clock clock;

    /**
     * A courier over these floors.
     *
     * @param reports hears of each host's TLS
     */
    public Courier(
            PolicyDiscovery discovery,
            DnsLookup dns,
            AddressFilter addressFilter,
            MxDoor door,
            ReportListener reports,
            Clock clock) {
        this.discovery = discovery;
        this.dns = dns;
        this.addresses = new MxAddresses(dns, addressFilter);
        this.door = door;
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * Delivers, or says why not.
     *
     * @param domain the policy domain
     * @param mail   its recipients are all at this domain, unless that is a smart host
     * @return one report for each recipient, in the order of the envelope
     */
    List<RecipientReport> deliver(DomainName domain, Consignment mail) {
        return findHosts(
                domain,
                mail.rules(),
                hosts -> underPolicy(domain, hosts, mail),
                failure -> undelivered(mail.envelope(), failure));
    }

    /** Says what a mail to this domain would meet now, without sending one. */
    public Resolution resolve(DomainName domain, DeliveryRules rules) {
        DomainName policyDomain = rules.routing().policyDomain(domain);
        return findHosts(
                policyDomain,
                rules,
                hosts -> {
                    Discovered found = discovery.decide(policyDomain, rules.discovery());
                    DeliveryPlan plan = rules.plan(hosts, found.decision());
                    return new Resolution(domain, Optional.of(found), plan.steps(), Optional.empty());
                },
                failure -> new Resolution(domain, Optional.empty(), List.of(), Optional.of(failure)));
    }

    /**
     * Does all that a mail to this domain would make us do, but for logging in and the mail itself.
     *
     * @return why no host would have got the mail; empty if one would
     */
    public Optional<Failure> rehearse(DomainName domain, DeliveryRules rules, MxProbe door) {
        return findHosts(
                rules.routing().policyDomain(domain),
                rules,
                hosts -> new Rehearsal(addresses, door, rules)
                        .failure(rules.plan(
                                hosts,
                                discovery
                                        .decide(rules.routing().policyDomain(domain), rules.discovery())
                                        .decision())),
                Optional::of);
    }

    /** RFC 5321 section 5.1, before any question of policy: a domain that takes no mail needs none. */
    private <T> T findHosts(
            DomainName domain, DeliveryRules rules, Function<List<DomainName>, T> found, Function<Failure, T> nowhere) {
        Optional<DomainName> smartHost = rules.routing().smartHost().map(SmartHost::name);
        if (smartHost.isPresent() || domain.isLiteral()) {
            return found.apply(
                    List.of(smartHost.orElse(domain))); // RFC 5321 section 5.1: MX records are for other names
        }
        Optional<DomainName> us = DomainName.ifValid(rules.smtp().ehloName());
        MailHosts hosts = MailHosts.of(domain, dns.mx(domain), us, ThreadLocalRandom.current());
        return hosts.fold(
                found,
                () -> nowhere.apply(vanished(
                        domain, rules, FailureReason.NULL_MX, domain + " takes no mail: its MX record is null")),
                () -> nowhere.apply(
                        vanished(domain, rules, FailureReason.NO_SUCH_DOMAIN, domain + " does not exist in DNS")),
                detail -> nowhere.apply(
                        new Failure(FailureReason.NO_USABLE_HOST, domain + " cannot get mail: " + detail)),
                name -> nowhere.apply(vanished(
                        domain,
                        rules,
                        FailureReason.MAIL_LOOP,
                        "no host takes mail for " + domain + " before " + name
                                + ", which is the name of this machine")),
                detail -> nowhere.apply(new Failure(
                        FailureReason.DNS_FAILED,
                        "DNS could not say which hosts take mail for " + domain + " (" + detail + ")")));
    }

    /** Says what MTA-STS asks of a mail to this domain as far as that is known here: nobody outside is asked, and nothing stored. */
    public Optional<Discovered> recall(DomainName domain, DeliveryRules rules) {
        return discovery.recall(rules.routing().policyDomain(domain), rules.discovery());
    }

    /** All of it can be forged; that somebody once promised hosts by a policy is told, and may keep the mail (RFC 8461 section 10.2). */
    private Failure vanished(DomainName domain, DeliveryRules rules, FailureReason reason, String detail) {
        Optional<String> objection = discovery.objectionToLoss(domain, rules.discovery());
        boolean waits = objection.isPresent() && rules.routing().onVanished() == OnVanishedDomain.DEFER;
        return new Failure(
                waits ? FailureReason.DOMAIN_VANISHED : reason,
                detail + objection.map(known -> ", but " + known).orElse(""));
    }

    private List<RecipientReport> underPolicy(DomainName domain, List<DomainName> hosts, Consignment mail) {
        DeliveryRules rules = mail.rules();
        Discovered found = discovery.decideForMail(domain, rules.discovery());
        found.decision().inForce().ifPresent(discovery::hadMail);
        MxWalk walk = new MxWalk(mail, addresses, door, new TlsWitness(domain, reports, clock), clock);
        walk.follow(rules.plan(hosts, found.decision()));
        Optional<Discovered> changed = walk.failedOnPolicy() ? recheck(found, mail) : Optional.empty();
        changed.ifPresent(newer -> walk.follow(rules.plan(hosts, newer.decision())));
        return walk.reports(changed.orElse(found));
    }

    /** RFC 8461 section 5.1: before a mail that the policy stopped is reported, the policy may have become another. */
    private Optional<Discovered> recheck(Discovered found, Consignment mail) {
        if (!(found.decision() instanceof PolicyDecision.Enforced)) {
            return Optional.empty();
        }
        try {
            return discovery.recheck(found, mail.rules().discovery(), mail.last());
        } catch (RuntimeException | Error broken) { // others have the mail by now
            LOG.error("The policy could not be asked for again", broken);
            return Optional.empty();
        }
    }

    static List<RecipientReport> undelivered(Envelope envelope, Failure failure) {
        return envelope.recipients().stream()
                .map(recipient -> new RecipientReport(
                        recipient, failure.reason().outcome(), Optional.empty(), Optional.of(failure), List.of()))
                .toList();
    }
}
