package io.github.camelmtasts.publisher;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.HostInspection;
import io.github.camelmtasts.delivery.HostInspector;
import io.github.camelmtasts.delivery.MxProbe;
import io.github.camelmtasts.delivery.SideBySide;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.MailHosts;
import io.github.camelmtasts.dns.TimedAnswer;
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
import io.github.camelmtasts.publication.PolicyHostSight.State;
import io.github.camelmtasts.publication.RecordSight;

/** One look at a domain, as senders see it, by their own rules. */
final class OutsideLook {

    /** Addresses of a policy host that are asked. Few have more; of further ones nobody can say what they serve. */
    private static final int MAX_ADDRESSES = 16;

    private final DnsLookup dns;
    private final PolicyFetcher fetcher;
    private final AddressFilter addressFilter;
    private final HostInspector mailHosts;
    private final SideBySide threads;
    private final DomainName domain;
    private final DeliveryRules rules;

    /** A look through these doors, by a DNS that remembers nothing from before. */
    OutsideLook(
            DnsLookup dns,
            PolicyFetcher fetcher,
            AddressFilter addressFilter,
            MxProbe mailHosts,
            SideBySide threads,
            DomainName domain,
            DeliveryRules rules) {
        this.dns = dns;
        this.fetcher = fetcher;
        this.addressFilter = addressFilter;
        this.mailHosts = new HostInspector(dns, addressFilter, mailHosts, threads);
        this.threads = threads;
        this.domain = domain;
        this.rules = rules;
    }

    Outside look() {
        TimedAnswer<List<InetAddress>> addresses = dns.everyAddress(domain.policyHost());
        DnsAnswer<List<InetAddress>> policyHost = addresses.answer();
        MailHosts mail = MailHosts.of(domain, dns.mx(domain), Optional.empty(), RandomGenerator.getDefault());
        return new Outside(
                policyHost.fold(this::policyHost, List::of, List::of, detail -> List.of()),
                policyHost.fold(
                        some -> Optional.empty(),
                        () -> notFound(FetchFailure.NO_ADDRESS, "it has no address"),
                        () -> notFound(FetchFailure.NO_ADDRESS, "it does not exist"),
                        detail -> notFound(FetchFailure.ADDRESS_UNKNOWN, detail)),
                addresses.ttl(),
                record(dns.timedTxt(domain.recordName())),
                mailHosts(names(mail)),
                whyUnknown(mail).map(this::cannotSay));
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

    private Optional<String> notFound(FetchFailure failure, String detail) {
        return Optional.of("The policy host " + domain.policyHost() + " cannot be found: " + Untrusted.text(detail)
                + "; " + failure.advice() + ".");
    }

    /** RFC 8461 section 8.1 is kept only by who asks at each address: a sender may come to any of them. */
    private List<PolicyHostSight> policyHost(List<InetAddress> addresses) {
        List<PolicyHostSight> sights = new ArrayList<>();
        List<PolicyRequest> requests = new ArrayList<>();
        int asked = 0;
        for (InetAddress address : addresses) {
            Optional<String> leftOut = leftOut(address);
            asked += leftOut.isPresent() ? 0 : 1;
            boolean isTooMany = asked > MAX_ADDRESSES;
            rules.discovery().dialect().dialects().forEach(dialect -> {
                if (leftOut.isPresent()) {
                    sights.add(
                            PolicyHostSight.without(State.LEFT_OUT, address.getHostAddress(), dialect, leftOut.get()));
                } else if (isTooMany) {
                    sights.add(
                            PolicyHostSight.without(State.UNMET, address.getHostAddress(), dialect, unasked(address)));
                } else {
                    requests.add(PolicyRequest.exactly(domain, dialect, address));
                }
            });
        }
        Map<PolicyRequest, FetchResult> answers = threads.each(requests, fetcher::fetch);
        requests.forEach(request -> sights.add(sight(request, Optional.ofNullable(answers.get(request)))));
        return sights;
    }

    private Optional<String> leftOut(InetAddress address) {
        if (!addressFilter.permits(address)) {
            return Optional.of("The policy host " + domain.policyHost() + " has the address " + address.getHostAddress()
                    + " in a special-purpose network, where no sender goes; the owner of the domain must take it out of DNS,"
                    + " and for a network of your own set the option allowedAddresses.");
        }
        return rules.routing().family().permits(address)
                ? Optional.empty()
                : Optional.of("Nobody asked what " + domain.policyHost() + " serves at " + address.getHostAddress()
                        + ", as the option addressFamily leaves it out; you must see to it that it is the same.");
    }

    private String unasked(InetAddress address) {
        return "Nobody asked what " + domain.policyHost() + " serves at " + address.getHostAddress()
                + ", as it has more than " + MAX_ADDRESSES + " addresses; you must see to it that it is the same.";
    }

    private PolicyHostSight sight(PolicyRequest request, Optional<FetchResult> answer) {
        InetAddress address = request.addresses().get(0);
        String name = address.getHostAddress();
        if (answer.isEmpty()) {
            return PolicyHostSight.without(
                    State.UNASKED,
                    name,
                    request.dialect(),
                    "This machine had no time to see what " + domain.policyHost() + " serves at " + name
                            + "; the next step looks again.");
        }
        return answer.get()
                .fold(
                        text -> PolicyHostSight.served(name, request.dialect(), text),
                        failed -> PolicyHostSight.without(
                                isMet(failed) ? State.FAILED : State.UNMET,
                                name,
                                request.dialect(),
                                sentence(address, failed)));
    }

    private static boolean isMet(FetchResult.Failed failed) {
        return switch (failed.failure()) {
            case UNREACHABLE, TIMEOUT, PROXY -> false;
            default -> true;
        };
    }

    private String sentence(InetAddress address, FetchResult.Failed failed) {
        String sentence = "The policy of " + domain + " cannot be had from " + domain.policyHost() + " at "
                + address.getHostAddress() + ": " + failed.detail() + "; "
                + failed.failure().advice() + ".";
        return switch (failed.failure()) {
            case CERTIFICATE_NAME_MISMATCH -> sentence + alias();
            case UNREACHABLE ->
                address instanceof Inet6Address
                        ? sentence
                                + " If this machine has no IPv6, set addressFamily=ipv4, and see to it yourself that it is served"
                                + " there, too."
                        : sentence;
            default -> sentence;
        };
    }

    /** RFC 8461 section 3.3: the certificate is for the policy host, whichever name it is an alias of. */
    private String alias() {
        return dns.alias(domain.policyHost())
                .fold(
                        target -> " " + domain.policyHost() + " is an alias (CNAME) of " + Untrusted.text(target)
                                + ": whoever runs that host needs a certificate for " + domain.policyHost()
                                + " there, besides their own.",
                        () -> "",
                        () -> "",
                        detail -> "");
    }

    private RecordSight record(TimedAnswer<List<String>> answer) {
        return answer.answer()
                .fold(
                        texts -> record(rules.discovery().dialect().find(texts), answer),
                        () -> RecordSight.absent(answer.ttl()),
                        () -> RecordSight.absent(answer.ttl()),
                        detail -> RecordSight.unknown(Untrusted.text(detail)));
    }

    private static RecordSight record(RecordFinding finding, TimedAnswer<List<String>> answer) {
        if (finding instanceof RecordFinding.Found found) {
            return RecordSight.found(found.record().id(), answer.ttl());
        }
        if (finding instanceof RecordFinding.Ambiguous ambiguous) {
            return RecordSight.broken("is there " + ambiguous.count() + " times", answer.ttl());
        }
        return finding instanceof RecordFinding.Malformed malformed
                ? RecordSight.broken("is broken: " + malformed.fault(), answer.ttl())
                : RecordSight.absent(answer.ttl());
    }

    /**
     * Whether the policy covers a host is a question of its own; here it is held against its own name. A fault at one address
     * says more than that another address cannot be met.
     */
    private List<MailHostSight> mailHosts(List<DomainName> hosts) {
        Collection<HostInspection> inspections =
                mailHosts.inspect(hosts, Optional.empty(), rules).values();
        return inspections.stream().map(OutsideLook::mailHost).toList();
    }

    private static MailHostSight mailHost(HostInspection seen) {
        Optional<String> fault = seen.probes().stream()
                .flatMap(probe -> probe.fault().stream())
                .filter(failure -> failure.reason().isPolicyFailure())
                .findFirst()
                .map(failure -> sentence(seen.host(), failure));
        Optional<String> notLooked = seen.fault().map(failure -> sentence(seen.host(), failure));
        return new MailHostSight(seen.host(), fault, fault.isPresent() ? Optional.empty() : notLooked);
    }

    private static String sentence(DomainName host, Failure failure) {
        return "The MX host " + host + " has a fault: " + failure.detail() + "; "
                + failure.reason().advice() + ".";
    }

    private String cannotSay(String detail) {
        return "DNS does not say which hosts take mail for " + domain + " (" + Untrusted.text(detail)
                + "), so that nobody can say whether the policy covers them; the owner of the domain must mend its name"
                + " servers, or you your resolver.";
    }
}
