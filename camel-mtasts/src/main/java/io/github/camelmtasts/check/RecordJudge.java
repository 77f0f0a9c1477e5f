package io.github.camelmtasts.check;

import java.util.List;

import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.policy.RecordFinding;

/** What there is to say about the TXT record of a domain. */
final class RecordJudge {

    private RecordJudge() {}

    static List<Finding> findings(DomainView view) {
        RecordCheck record = view.record();
        if (record.txt() instanceof DnsAnswer.Failed<List<String>> failed) {
            return List.of(FindingCode.RECORD_UNKNOWN.of(
                    "DNS could not say whether " + record.name() + " has a TXT record (" + failed.detail() + ")"));
        }
        if (record.finding() instanceof RecordFinding.Ambiguous several) {
            return List.of(FindingCode.RECORD_AMBIGUOUS.of(record.name() + " has " + several.count()
                    + " records of MTA-STS, and senders act as if it had none"));
        }
        if (record.finding() instanceof RecordFinding.Malformed malformed) {
            return List.of(FindingCode.RECORD_MALFORMED.of(
                    "the record at " + record.name() + " is not valid: " + malformed.fault()));
        }
        return record.finding() instanceof RecordFinding.Absent ? List.of(absent(view)) : List.of();
    }

    private static Finding absent(DomainView view) {
        RecordCheck record = view.record();
        if (!record.misplaced().isEmpty()) {
            return FindingCode.RECORD_MISPLACED.of("the record of MTA-STS stands at " + view.domain()
                    + " itself, where no sender looks, and not at " + record.name());
        }
        if (view.policy().isPresent()) {
            return FindingCode.POLICY_UNANNOUNCED.of(view.policyHost().host()
                    + " serves a policy, but no TXT record at " + record.name() + " announces it");
        }
        String others = record.records().isEmpty() ? "" : " of MTA-STS among those";
        return FindingCode.RECORD_MISSING.of(
                view.domain() + " has no MTA-STS: there is no TXT record" + others + " at " + record.name());
    }
}
