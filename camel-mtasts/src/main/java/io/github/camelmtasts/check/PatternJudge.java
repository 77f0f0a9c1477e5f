package io.github.camelmtasts.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.dns.MailHosts;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.MxPattern;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.Untrusted;

/** What there is to say about the mx patterns of a policy. */
final class PatternJudge {

    /** Whoever looks at so many finds the rest. */
    private static final int MAX_FINDINGS = 10;

    private PatternJudge() {}

    static List<Finding> findings(Policy policy, DomainView view) {
        List<Finding> findings = new ArrayList<>();
        for (MxPattern pattern : policy.mxPatterns()) {
            tooBroad(pattern, view.domain())
                    .or(() -> unused(pattern, policy, view.mailHosts()))
                    .ifPresent(findings::add);
        }
        return policy.mode() == Mode.NONE ? List.of() : findings.subList(0, Math.min(findings.size(), MAX_FINDINGS));
    }

    /** Whoever gets a certificate for any name that fits, and forges DNS, gets the mail (RFC 8461 section 10.1). */
    private static Optional<Finding> tooBroad(MxPattern pattern, DomainName domain) {
        String written = pattern.toString();
        String base =
                written.startsWith("*.") ? written.substring(2) : written.startsWith(".") ? written.substring(1) : "";
        if (base.isEmpty()) {
            return Optional.empty();
        }
        String sentence =
                "the mx pattern " + Untrusted.text(written) + " lets every host below " + base + " take the mail";
        if (base.equalsIgnoreCase(domain.toString())) {
            return Optional.of(FindingCode.MX_PATTERN_TOO_BROAD.of(
                    Severity.NOTE, sentence + ", such as web servers and those of customers"));
        }
        return base.chars().filter(c -> c == '.').count() <= 1
                ? Optional.of(FindingCode.MX_PATTERN_TOO_BROAD.of(sentence + ", whoever they belong to"))
                : Optional.empty();
    }

    /** Under the draft patterns are for certificates, and not for hosts. */
    private static Optional<Finding> unused(MxPattern pattern, Policy policy, MailHosts mailHosts) {
        return policy.dialect() == Dialect.RFC8461
                        && mailHosts instanceof MailHosts.InOrder order
                        && order.hosts().stream().noneMatch(pattern::matches)
                ? Optional.of(FindingCode.MX_PATTERN_UNUSED.of(
                        "the mx pattern " + Untrusted.text(pattern.toString()) + " fits none of the MX hosts in DNS"))
                : Optional.empty();
    }
}
