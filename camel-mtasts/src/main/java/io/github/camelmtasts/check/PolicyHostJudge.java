package io.github.camelmtasts.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.ProbedPolicyHost;
import io.github.camelmtasts.policy.RecordFinding;

/** What there is to say about a policy host. */
final class PolicyHostJudge {

    private final DomainView view;
    private final String host;
    private final boolean ipv6Unseen;

    private PolicyHostJudge(DomainView view) {
        this.view = view;
        this.host = view.policyHost().host().toString();
        this.ipv6Unseen = IpFamilies.isIpv6Unseen(view);
    }

    static List<Finding> findings(DomainView view) {
        return new PolicyHostJudge(view).all();
    }

    private List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        PolicyHostCheck seen = view.policyHost();
        boolean served =
                seen.answer().filter(answer -> answer.text().isPresent()).isPresent();
        if (!served && view.record().finding() instanceof RecordFinding.Absent) {
            return List.of(); // nobody said that there is one
        }
        seen.noAddress().ifPresent(failed -> findings.add(Finding.of(severityOf(failed.failure()), host, failed)));
        boolean maybeServed = served || !seen.unseen().isEmpty();
        for (ProbedPolicyHost answer : seen.answers()) {
            if (!(ipv6Unseen && IpFamilies.isIpv6(answer.address()))) {
                answer.failure().ifPresent(failed -> findings.add(fault(answer, failed, maybeServed)));
                answer.mediaTypeFault()
                        .ifPresent(failed -> findings.add(Finding.of(Severity.ERROR, at(answer), failed)));
            }
        }
        if (!seen.unseen().isEmpty()) {
            findings.add(unseen(seen.unseen()));
        }
        if (differs(seen.answers())) {
            findings.add(FindingCode.POLICY_DIFFERS_BY_ADDRESS.of(
                    "the addresses of " + host + " serve different policies, and senders come to any of them"));
        }
        seen.answer().flatMap(this::soonExpired).ifPresent(findings::add);
        return findings;
    }

    private Finding unseen(List<InetAddress> addresses) {
        return FindingCode.POLICY_UNSEEN.of("this machine had no time to ask " + host + " at "
                + addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", ")));
    }

    /** Where another address has the policy, most senders get it. */
    private Finding fault(ProbedPolicyHost answer, FetchResult.Failed failed, boolean servedElsewhere) {
        Severity severity = servedElsewhere ? Severity.WARNING : severityOf(failed.failure());
        return Finding.of(severity, at(answer), failed);
    }

    private static Severity severityOf(FetchFailure failure) {
        return failure == FetchFailure.ADDRESS_UNKNOWN || failure == FetchFailure.PROXY
                ? Severity.UNKNOWN
                : Severity.ERROR;
    }

    private String at(ProbedPolicyHost answer) {
        return view.policyHost().answers().size() == 1
                        && view.policyHost().unseen().isEmpty()
                ? host
                : host + " at " + answer.address().getHostAddress();
    }

    private static boolean differs(List<ProbedPolicyHost> answers) {
        return answers.stream()
                        .map(ProbedPolicyHost::text)
                        .flatMap(Optional::stream)
                        .distinct()
                        .count()
                > 1;
    }

    private Optional<Finding> soonExpired(ProbedPolicyHost answer) {
        return answer.failure().isPresent() || answer.chain().isEmpty()
                ? Optional.empty()
                : Expiry.of(
                        FindingCode.POLICY_CERTIFICATE_EXPIRES,
                        host,
                        answer.chain().get(0),
                        view);
    }
}
