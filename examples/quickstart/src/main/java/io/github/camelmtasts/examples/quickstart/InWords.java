package io.github.camelmtasts.examples.quickstart;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.camelmtasts.delivery.HostTrace;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.delivery.TlsEvidence;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.PolicyDecision;

/** The parts of a report, in the words of the table. */
final class InWords {

    private InWords() {}

    static String policy(RecipientReport report) {
        return report.decision()
                .map(decision -> decision.inForce()
                        .map(CachedPolicy::policy)
                        .map(policy -> report.policyMode() + (policy.dialect() == Dialect.DRAFT06 ? " (draft-06)" : ""))
                        .orElse(isModeNone(decision) ? "none" : "no policy"))
                .orElse("-");
    }

    private static boolean isModeNone(PolicyDecision decision) {
        return decision instanceof PolicyDecision.NotInEffect notInEffect
                && notInEffect.reason() == PolicyDecision.Reason.MODE_NONE;
    }

    static String hosts(RecipientReport report) {
        return report.hosts().isEmpty()
                ? "-"
                : report.hosts().stream().map(InWords::host).collect(Collectors.joining(", "));
    }

    private static String host(HostTrace trace) {
        return trace.address().isPresent() ? trace.host().toString() : trace.host() + " (passed over)";
    }

    static String tls(RecipientReport report) {
        List<HostTrace> hosts = report.hosts();
        Optional<TlsEvidence> tls =
                hosts.isEmpty() ? Optional.empty() : hosts.get(hosts.size() - 1).tls();
        return tls.map(evidence -> evidence.protocol() + (evidence.verified() ? ", verified" : ", not verified"))
                .orElse(report.acceptedBy().isPresent() ? "clear text" : "-");
    }

    static String reason(RecipientReport report) {
        return report.failure()
                .map(failure -> words(failure.reason()))
                .or(() -> report.noted().map(noted -> "noted: " + words(noted.reason())))
                .or(() -> notInEffect(report).map(decision -> words(decision.reason())))
                .orElse("");
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What a person who must do something about it needs to know; empty if all is well. */
    static Optional<String> story(RecipientReport report) {
        return report.failure()
                .map(failure -> report.explanation())
                .or(() -> report.noted()
                        .map(noted -> "Delivered, for the policy is in testing. Under enforce it would wait: "
                                + noted.detail() + "; " + noted.reason().advice() + "."))
                .or(() -> notInEffect(report).map(decision -> "Delivered without MTA-STS: " + decision.detail()));
    }

    private static Optional<PolicyDecision.NotInEffect> notInEffect(RecipientReport report) {
        return report.decision()
                .filter(PolicyDecision.NotInEffect.class::isInstance)
                .map(PolicyDecision.NotInEffect.class::cast);
    }
}
