package io.github.camelmtasts.publisher;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.HostInspection;
import io.github.camelmtasts.delivery.HostInspector;
import io.github.camelmtasts.delivery.MxProbe;
import io.github.camelmtasts.discovery.PolicyHostAddresses;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.MailHosts;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.fetch.PolicyRequest;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.RecordFinding;
import io.github.camelmtasts.policy.Untrusted;
import io.github.camelmtasts.publication.MailHostSight;
import io.github.camelmtasts.publication.Outside;
import io.github.camelmtasts.publication.PolicyHostSight;
import io.github.camelmtasts.publication.RecordSight;

/** One look at a domain, as senders see it, by their own rules. */
final class OutsideLook {

    /** Addresses of a policy host that are asked. Few have more, and each may cost a minute. */
    private static final int MAX_ADDRESSES = 16;

    private final DnsLookup dns;
    private final PolicyFetcher fetcher;
    private final PolicyHostAddresses policyHosts;
    private final HostInspector mailHosts;

    /** A look through these doors, by a DNS that remembers nothing from before. */
    OutsideLook(DnsLookup dns, PolicyFetcher fetcher, AddressFilter addressFilter, MxProbe mailHosts) {
        this.dns = dns;
        this.fetcher = fetcher;
        this.policyHosts = new PolicyHostAddresses(dns, addressFilter);
        this.mailHosts = new HostInspector(dns, addressFilter, mailHosts);
    }

    Outside at(DomainName domain, DeliveryRules rules) {
        PolicyHostAddresses.Answer policyHost = policyHosts.of(domain);
        MailHosts mail = MailHosts.of(domain, dns.mx(domain), Optional.empty(), RandomGenerator.getDefault());
        return new Outside(
                policyHost.fold(addresses -> ask(domain, addresses, rules), failed -> List.of()),
                policyHost.fold(addresses -> Optional.empty(), failed -> Optional.of(notFound(domain, failed))),
                record(domain, rules),
                names(mail).stream().map(name -> mailHost(name, rules)).toList(),
                whyUnknown(mail).map(detail -> cannotSay(domain, detail)));
    }

    private static List<DomainName> names(MailHosts mail) {
        return mail.fold(names -> names, List::of, List::of, none -> List.of(), us -> List.of(), failed -> List.of());
    }

    private static Optional<String> whyUnknown(MailHosts mail) {
        return mail.fold(
                names -> Optional.empty(),
                Optional::empty,
                Optional::empty,
                Optional::of,
                us -> Optional.empty(),
                Optional::of);
    }

    private List<PolicyHostSight> ask(DomainName domain, List<InetAddress> addresses, DeliveryRules rules) {
        return addresses.stream()
                .limit(MAX_ADDRESSES)
                .flatMap(address -> rules.discovery().dialect().dialects().stream()
                        .map(dialect -> sight(new PolicyRequest(domain, dialect, List.of(address)))))
                .toList();
    }

    private PolicyHostSight sight(PolicyRequest request) {
        String address = request.addresses().get(0).getHostAddress();
        return fetcher.fetch(request)
                .fold(
                        text -> new PolicyHostSight(address, request.dialect(), text, ""),
                        failed -> new PolicyHostSight(
                                address, request.dialect(), "", sentence(request.domain(), address, failed)));
    }

    private String sentence(DomainName domain, String address, FetchResult.Failed failed) {
        String sentence = "The policy of " + domain + " cannot be had from " + domain.policyHost() + " at " + address
                + ": " + failed.detail() + "; " + failed.failure().advice() + ".";
        return failed.failure() == FetchFailure.CERTIFICATE_NAME_MISMATCH ? sentence + alias(domain) : sentence;
    }

    /** RFC 8461 section 3.3: the certificate is for the policy host, whichever name it is an alias of. */
    private String alias(DomainName domain) {
        return dns.alias(domain.policyHost())
                .fold(
                        target -> " " + domain.policyHost() + " is an alias (CNAME) of " + Untrusted.text(target)
                                + ": whoever runs that host needs a certificate for " + domain.policyHost()
                                + " there, besides their own.",
                        () -> "",
                        () -> "",
                        detail -> "");
    }

    private static String notFound(DomainName domain, FetchResult.Failed failed) {
        return "The policy host " + domain.policyHost() + " cannot be found: " + Untrusted.text(failed.detail()) + "; "
                + failed.failure().advice() + ".";
    }

    private RecordSight record(DomainName domain, DeliveryRules rules) {
        return dns.txt(domain.recordName())
                .fold(
                        texts -> record(rules.discovery().dialect().find(texts)),
                        () -> RecordSight.ABSENT,
                        () -> RecordSight.ABSENT,
                        detail -> new RecordSight("", "cannot be looked up (" + Untrusted.text(detail) + ")"));
    }

    private static RecordSight record(RecordFinding finding) {
        if (finding instanceof RecordFinding.Found found) {
            return new RecordSight(found.record().id(), "");
        }
        if (finding instanceof RecordFinding.Ambiguous ambiguous) {
            return new RecordSight("", "is there " + ambiguous.count() + " times");
        }
        return finding instanceof RecordFinding.Malformed malformed
                ? new RecordSight("", "is broken: " + malformed.fault())
                : RecordSight.ABSENT;
    }

    /**
     * Whether the policy covers the host is a question of its own; here it is held against its own name. A fault at one address
     * says more than that another address cannot be met.
     */
    private MailHostSight mailHost(DomainName host, DeliveryRules rules) {
        HostInspection seen = mailHosts.inspect(host, Optional.empty(), rules);
        Optional<String> fault = seen.probes().stream()
                .flatMap(probe -> probe.fault().stream())
                .filter(failure -> failure.reason().isPolicyFailure())
                .findFirst()
                .map(failure -> sentence(host, failure));
        Optional<String> notLooked = seen.fault().map(failure -> sentence(host, failure));
        return new MailHostSight(host, fault, fault.isPresent() ? Optional.empty() : notLooked);
    }

    private static String sentence(DomainName host, Failure failure) {
        return "The MX host " + host + " has a fault: " + failure.detail() + "; "
                + failure.reason().advice() + ".";
    }

    private static String cannotSay(DomainName domain, String detail) {
        return "DNS does not say which hosts take mail for " + domain + " (" + Untrusted.text(detail)
                + "), so that nobody can say whether the policy covers them; the owner of the domain must mend its name"
                + " servers, or you your resolver.";
    }
}
