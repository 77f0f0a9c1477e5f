package io.github.camelmtasts.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.RecordFinding;

/** Says what there is to say about a domain: what was seen in, findings out. */
final class DomainJudge {

    private DomainJudge() {}

    static List<Finding> findings(DomainView view) {
        List<Finding> findings = new ArrayList<>(RecordJudge.findings(view));
        findings.addAll(PolicyHostJudge.findings(view));
        findings.addAll(PolicyJudge.findings(view));
        findings.addAll(MxJudge.findings(view));
        findings.addAll(onReports(view));
        findings.addAll(onIpv6(view));
        return findings;
    }

    /** Testing is for those who get reports (RFC 8461 section 5); others do not hear what enforce would break. */
    private static List<Finding> onReports(DomainView view) {
        boolean wanted = view.reports()
                .fold(
                        records -> records.stream().anyMatch(text -> text.startsWith("v=TLSRPTv1")),
                        () -> false,
                        () -> false,
                        unknown -> true);
        if (wanted || view.validPolicy().isEmpty()) {
            return List.of();
        }
        boolean testing = view.validPolicy().get().mode() == Mode.TESTING;
        return List.of(FindingCode.REPORTS_UNWANTED.of(
                testing ? Severity.WARNING : Severity.NOTE,
                "_smtp._tls." + view.domain() + " has no record: nobody hears what senders meet"
                        + (testing ? ", and to hear of it is what mode testing is for" : "")));
    }

    private static List<Finding> onIpv6(DomainView view) {
        List<Finding> findings = new ArrayList<>();
        boolean takesPart = !(view.record().finding() instanceof RecordFinding.Absent);
        List<DomainName> lacking = view.lackIpv6().stream()
                .filter(host -> takesPart || !host.equals(view.policyHost().host()))
                .toList();
        if (!lacking.isEmpty()) {
            findings.add(FindingCode.NO_IPV6.of(
                    lacking.stream().map(DomainName::toString).collect(Collectors.joining(", "))
                            + (lacking.size() == 1 ? " has" : " have") + " no IPv6 address"));
        }
        if (IpFamilies.isIpv6Unseen(view)) {
            findings.add(FindingCode.IPV6_UNSEEN.of("not one IPv6 address answered: this machine may have no IPv6"));
        }
        return findings;
    }
}
