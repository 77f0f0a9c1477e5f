package io.github.camelmtasts.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.MailHosts;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyReview;

/**
 * What was seen of a domain; nobody has judged it yet.
 *
 * @param domain     the policy domain
 * @param at         when
 * @param dialect    by which forms of MTA-STS it was looked at
 * @param record     its TXT record
 * @param policyHost where its policy is
 * @param policy     the policy, line by line; empty if there is none to be had
 * @param mailHosts  what DNS says of who takes its mail
 * @param hosts      these hosts, by preference
 * @param lackIpv6   who of policy host and MX hosts has IPv4 addresses alone
 * @param reports    TXT records by which it asks for reports (RFC 8460 section 3)
 */
public record DomainView(
        DomainName domain,
        Instant at,
        DialectChoice dialect,
        RecordCheck record,
        PolicyHostCheck policyHost,
        Optional<PolicyReview> policy,
        MailHosts mailHosts,
        List<MxCheck> hosts,
        List<DomainName> lackIpv6,
        DnsAnswer<List<String>> reports) {

    public DomainView {
        hosts = List.copyOf(hosts);
        lackIpv6 = List.copyOf(lackIpv6);
    }

    /** The policy, if it is valid. */
    public Optional<Policy> validPolicy() {
        return policy.flatMap(PolicyReview::policy);
    }

    boolean hasEnforcePolicy() {
        return validPolicy().filter(valid -> valid.mode() == Mode.ENFORCE).isPresent();
    }

    /** Whether senders act by the policy: a policy without a valid record is none to them. */
    boolean isEnforced() {
        boolean announced = record.state() == RecordCheck.State.FOUND || record.state() == RecordCheck.State.UNKNOWN;
        return announced && hasEnforcePolicy();
    }
}
