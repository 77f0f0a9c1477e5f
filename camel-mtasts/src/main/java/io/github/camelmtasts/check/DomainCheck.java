package io.github.camelmtasts.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A domain, explained: what was seen, and what there is to say about it.
 *
 * @param view     what was seen
 * @param findings the gravest first
 */
public record DomainCheck(DomainView view, List<Finding> findings) {

    public DomainCheck {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }

    /** Judges what was seen. */
    static DomainCheck of(DomainView view) {
        return new DomainCheck(view, DomainJudge.findings(view));
    }

    /** Of the gravest finding; empty if there is none. */
    public Optional<Severity> worst() {
        return findings.stream().map(Finding::severity).findFirst();
    }

    /** All of it in one sentence. */
    public String verdict() {
        String domain = view.domain().toString();
        Severity worst = worst().orElse(Severity.NOTE);
        return switch (worst) {
            case ERROR -> domain + " has faults: mail waits for them, or goes unprotected.";
            case UNKNOWN -> domain + " could not be seen in full from here.";
            case WARNING -> domain + " could be protected better, or longer.";
            case NOTE ->
                view.isEnforced()
                        ? domain + " is in order: its mail comes encrypted, to its own hosts, or not at all."
                        : domain + " is in order.";
        };
    }

    /** The whole answer as JSON; the form is documented in docs/check.md and only ever added to. */
    public String toJson() {
        return CheckJson.write(this);
    }

    /** The whole answer for a terminal, in plain text. */
    public String toText() {
        return toText(TextStyle.PLAIN);
    }

    /** The whole answer for a terminal. */
    public String toText(TextStyle style) {
        return new CheckText(style).write(this);
    }
}
