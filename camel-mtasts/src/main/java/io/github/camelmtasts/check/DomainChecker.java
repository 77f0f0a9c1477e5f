package io.github.camelmtasts.check;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.HostInspector;
import io.github.camelmtasts.delivery.MxProbe;
import io.github.camelmtasts.delivery.SideBySide;
import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.MailHosts;
import io.github.camelmtasts.dns.MxRecord;
import io.github.camelmtasts.fetch.PolicyHostProbe;
import io.github.camelmtasts.fetch.ProbedPolicyHost;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyReview;
import io.github.camelmtasts.policy.RecordFinding;
import io.github.camelmtasts.policy.Untrusted;

/**
 * Looks at a domain, all of it and now: no policy that is kept counts, and none is kept. A step that fails is told of, and
 * the others go on. Safe for use by many threads.
 */
public final class DomainChecker {

    private final Supplier<DnsLookup> dns;
    private final AddressFilter addressFilter;
    private final PolicyHostProbe policyHosts;
    private final MxProbe mailHosts;
    private final SideBySide threads;
    private final Clock clock;

    /**
     * A checker with these doors.
     *
     * @param dns     makes one that remembers nothing yet; each check has its own
     * @param threads look at hosts side by side
     */
    public DomainChecker(
            Supplier<DnsLookup> dns,
            AddressFilter addressFilter,
            PolicyHostProbe policyHosts,
            MxProbe mailHosts,
            ExecutorService threads,
            Clock clock) {
        this.dns = dns;
        this.addressFilter = addressFilter;
        this.policyHosts = policyHosts;
        this.mailHosts = mailHosts;
        this.threads = new SideBySide(threads);
        this.clock = clock;
    }

    /**
     * Explains a domain, within a few minutes at most. What others do wrong is told of, never thrown.
     *
     * @throws IllegalArgumentException if it can have no policy: an address literal, or a name that is too long
     */
    public DomainCheck check(DomainName domain, DeliveryRules rules) {
        if (!domain.canHavePolicy()) {
            throw new IllegalArgumentException(domain + " can have no policy: it is an address, or longer than a name"
                    + " with _mta-sts before it may be (RFC 8461 section 3.4)");
        }
        return DomainCheck.of(view(domain, rules, dns.get()));
    }

    private DomainView view(DomainName domain, DeliveryRules rules, DnsLookup fresh) {
        DialectChoice dialect = rules.discovery().dialect();
        PolicyHostCheck policyHost = new PolicyHostLook(fresh, addressFilter, policyHosts, threads).at(domain, dialect);
        Optional<PolicyReview> policy = policyHost.answer().flatMap(DomainChecker::review);
        DnsAnswer<List<MxRecord>> records = fresh.mx(domain);
        MailHosts named = MailHosts.of(domain, records, Optional.empty(), new Random(0));
        List<MxCheck> hosts = new MxLook(new HostInspector(fresh, addressFilter, mailHosts, threads), rules)
                .at(named, records.orElse(List.of()), policy.flatMap(PolicyReview::policy));
        return new DomainView(
                domain,
                clock.instant(),
                dialect,
                record(domain, fresh, dialect),
                policyHost,
                policy,
                named,
                hosts,
                lackingIpv6(domain, hosts, fresh),
                shown(fresh.txt("_smtp._tls." + domain)));
    }

    private static Optional<PolicyReview> review(ProbedPolicyHost answer) {
        return answer.text().map(text -> PolicyReview.of(text, answer.dialect()));
    }

    private static RecordCheck record(DomainName domain, DnsLookup dns, DialectChoice dialect) {
        DnsAnswer<List<String>> txt = dns.txt(domain.recordName());
        RecordFinding finding = dialect.find(txt.orElse(List.of()));
        List<String> misplaced = finding instanceof RecordFinding.Absent
                ? dns.txt(domain.toString()).orElse(List.of()).stream()
                        .filter(text -> dialect.find(List.of(text)) instanceof RecordFinding.Found)
                        .map(Untrusted::text)
                        .toList()
                : List.of();
        return new RecordCheck(domain.recordName(), shown(txt), finding, misplaced);
    }

    private static DnsAnswer<List<String>> shown(DnsAnswer<List<String>> txt) {
        return txt.map(texts -> texts.stream().map(Untrusted::text).toList());
    }

    /** DNS was asked before, and answers from memory. */
    private static List<DomainName> lackingIpv6(DomainName domain, List<MxCheck> hosts, DnsLookup dns) {
        return Stream.concat(Stream.of(domain.policyHost()), hosts.stream().map(MxCheck::host))
                .filter(host -> IpFamilies.isIpv4Alone(dns.addresses(host).orElse(List.of())))
                .distinct()
                .toList();
    }
}
