package io.github.camelmtasts.check;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.policy.PolicyReview;
import io.github.camelmtasts.policy.PolicyReview.Line;
import io.github.camelmtasts.policy.PolicyReview.Verdict;
import io.github.camelmtasts.policy.Untrusted;

/** Writes a {@link DomainCheck} for a person at a terminal: the verdict, what to do with the gravest first, and what was seen. */
final class CheckText {

    /** In characters; enough of a record for a person to see what it is. */
    private static final int MAX_RECORD = 300;

    private static final int MAX_RECORDS = 10;

    private final Page page;

    CheckText(TextStyle style) {
        this.page = new Page(style);
    }

    String write(DomainCheck check) {
        DomainView view = check.view();
        page.title(check.verdict());
        page.plain(count(check.findings()) + "Seen at " + view.at().truncatedTo(ChronoUnit.SECONDS) + ", by "
                + spoken(view.dialect()) + ".");
        page.gap();
        check.findings().forEach(this::finding);
        record(view.record());
        new HostText(page).policyHost(view.policyHost());
        view.policy().ifPresent(this::policy);
        new HostText(page).mailHosts(view);
        reports(view);
        return page.text();
    }

    private static String spoken(DialectChoice dialect) {
        return switch (dialect) {
            case RFC8461 -> "RFC 8461";
            case DRAFT06 -> "draft-06";
            case AUTO -> "RFC 8461, else draft-06";
        };
    }

    private static String count(List<Finding> findings) {
        String counts = Arrays.stream(Severity.values())
                .map(severity -> count(findings, severity))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "" : counts + ". ";
    }

    private static String count(List<Finding> findings, Severity severity) {
        long count = findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
        if (count == 0) {
            return "";
        }
        String plural = count == 1 ? "" : "s";
        return severity == Severity.UNKNOWN
                ? count + " thing" + plural + " unknown"
                : count + " " + severity.name().toLowerCase(Locale.ROOT) + plural;
    }

    private void finding(Finding finding) {
        page.severity(finding.severity(), finding.sentence());
        page.item("-> " + finding.remedy(), "   ");
        page.item("   (" + finding.code() + ", " + finding.section() + ")", "   ");
        page.gap();
    }

    private void record(RecordCheck record) {
        page.label("Record", record.name());
        records(record.records());
        page.item(
                switch (record.state()) {
                    case FOUND -> "valid, id " + record.id().orElse("");
                    case ABSENT -> record.records().isEmpty() ? "no TXT record" : "none of MTA-STS";
                    case AMBIGUOUS -> "several of MTA-STS, so that none counts";
                    case MALFORMED -> "not valid";
                    case UNKNOWN -> "DNS could not say";
                },
                "");
        page.gap();
    }

    private void records(List<String> theirs) {
        theirs.stream()
                .limit(MAX_RECORDS)
                .forEach(text -> page.item("\"" + Untrusted.text(text, MAX_RECORD) + "\"", "  "));
        if (theirs.size() > MAX_RECORDS) {
            page.item("and " + (theirs.size() - MAX_RECORDS) + " more", "");
        }
    }

    private void policy(PolicyReview review) {
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
        page.gap();
    }

    private void reports(DomainView view) {
        List<String> records = view.reports().orElse(List.of());
        page.label("Reports", "_smtp._tls." + view.domain());
        records(records);
        if (records.isEmpty()) {
            page.item("no TXT record", "");
        }
    }
}
