package io.github.camelmtasts.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.camelmtasts.delivery.ProbedHost;
import io.github.camelmtasts.fetch.ProbedPolicyHost;
import io.github.camelmtasts.policy.PolicyReview;
import io.github.camelmtasts.policy.PolicyReview.Line;
import io.github.camelmtasts.policy.PolicyReview.Verdict;
import io.github.camelmtasts.policy.ShownCertificate;
import io.github.camelmtasts.policy.Untrusted;

/** Writes a {@link DomainCheck} for a person at a terminal: the verdict, what to do with the gravest first, and what was seen. */
final class CheckText {

    /** In characters; enough of a record for a person to see what it is. */
    private static final int MAX_RECORD = 300;

    private static final int MAX_RECORDS = 10;

    private static final int MAX_NAMES = 3;

    private final Page page;

    CheckText(TextStyle style) {
        this.page = new Page(style);
    }

    String write(DomainCheck check) {
        DomainView view = check.view();
        page.title(check.verdict());
        page.plain(count(check.findings()) + " Seen " + view.at() + ", by " + Arrays.toString(names(view)) + ".");
        check.findings().forEach(this::finding);
        record(view.record());
        policyHost(view.policyHost());
        view.policy().ifPresent(this::policy);
        hosts(view.hosts());
        reports(view);
        return page.text();
    }

    private static String[] names(DomainView view) {
        return view.dialect().dialects().stream().map(Enum::name).toArray(String[]::new);
    }

    private static String count(List<Finding> findings) {
        return Arrays.stream(Severity.values())
                .map(severity -> count(findings, severity))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", ", "", "."));
    }

    private static String count(List<Finding> findings, Severity severity) {
        long count = findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
        String word = severity.name().toLowerCase(Locale.ROOT);
        return count == 0 ? "" : count + " " + word + (count == 1 ? "" : "s");
    }

    private void finding(Finding finding) {
        page.gap();
        page.severity(finding.severity(), finding.sentence());
        page.item("-> " + finding.remedy(), "   ");
        page.item(finding.code() + ", " + finding.section(), "");
    }

    private void record(RecordCheck record) {
        page.gap();
        page.label("Record", record.name());
        record.records().stream().limit(MAX_RECORDS).forEach(text -> page.item(Untrusted.text(text, MAX_RECORD), "  "));
        page.item(
                switch (record.state()) {
                    case FOUND -> "valid, id " + record.id().orElse("");
                    case ABSENT -> record.records().isEmpty() ? "no TXT record" : "none of MTA-STS";
                    case AMBIGUOUS -> "several, so that none counts";
                    case MALFORMED -> "not valid";
                    case UNKNOWN -> "DNS could not say";
                },
                "");
    }

    private void policyHost(PolicyHostCheck check) {
        page.gap();
        page.label("Policy host", check.host().toString());
        check.noAddress().ifPresent(failed -> page.item(failed.detail(), ""));
        check.answers().forEach(this::answer);
        if (check.unasked() > 0) {
            page.item(check.unasked() + " more addresses, not asked", "");
        }
    }

    private void answer(ProbedPolicyHost answer) {
        String http = answer.status().isPresent()
                ? "HTTP " + answer.status().getAsInt() + " "
                        + answer.mediaType().orElse("")
                : "no HTTP answer";
        String size = answer.text()
                .map(text -> ", " + HostJson.sizeOf(text) + " bytes")
                .orElse("");
        page.item(
                answer.address().getHostAddress() + "  " + http.strip() + size + ", "
                        + answer.took().toMillis() + " ms",
                "  ");
        answer.chain().stream().limit(1).forEach(leaf -> page.item("  " + inWords(leaf), "  "));
        answer.failure().ifPresent(failed -> page.item("  " + failed.detail(), "  "));
    }

    private static String inWords(ShownCertificate leaf) {
        String names = leaf.names().stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
        String more = leaf.names().size() > MAX_NAMES ? " and " + (leaf.names().size() - MAX_NAMES) + " more" : "";
        return "certificate of " + (names.isEmpty() ? "no DNS name" : Untrusted.text(names, MAX_RECORD)) + more
                + ", until " + leaf.notAfter() + ", by " + Untrusted.text(leaf.issuer(), 80);
    }

    private void policy(PolicyReview review) {
        page.gap();
        page.label("Policy", review.policy().isPresent() ? "valid" : "not valid");
        for (Line line : review.lines()) {
            page.item(String.format(Locale.ROOT, "%3d  %s", line.number(), line.text()), "     ");
            if (line.verdict() != Verdict.GOOD) {
                page.item("     ^ " + line.detail(), "       ");
            }
        }
        if (review.moreLines() > 0) {
            page.item("and " + review.moreLines() + " more lines", "");
        }
    }

    private void hosts(List<MxCheck> hosts) {
        page.gap();
        page.label("Mail hosts", hosts.isEmpty() ? "none" : "");
        for (MxCheck host : hosts) {
            String preference = host.preference().isPresent()
                    ? String.valueOf(host.preference().getAsInt())
                    : "-";
            page.item(
                    String.format(Locale.ROOT, "%3s  %s", preference, host.host())
                            + (host.permitted() ? "" : "  not in the policy"),
                    "     ");
            host.inspection().noAddress().ifPresent(failure -> page.item("     " + failure.detail(), "     "));
            host.inspection().probes().forEach(this::probe);
        }
    }

    private void probe(ProbedHost probe) {
        String tls = probe.tls()
                .map(spoken -> spoken.protocol())
                .orElse(probe.greeting().offersStartTls() ? "STARTTLS, in vain" : "no TLS");
        page.item(
                "     " + probe.target().address().getHostAddress() + "  " + tls
                        + (probe.fault().isEmpty() ? ", verified" : ""),
                "       ");
        probe.chain().stream().limit(1).forEach(leaf -> page.item("       " + inWords(leaf), "       "));
        probe.fault().ifPresent(failure -> page.item("       " + failure.detail(), "       "));
    }

    private void reports(DomainView view) {
        List<String> records = view.reports().orElse(List.of());
        page.gap();
        page.label("Reports", records.isEmpty() ? "no record at _smtp._tls." + view.domain() : "");
        records.stream().limit(MAX_RECORDS).forEach(text -> page.item(Untrusted.text(text, MAX_RECORD), "  "));
    }
}
