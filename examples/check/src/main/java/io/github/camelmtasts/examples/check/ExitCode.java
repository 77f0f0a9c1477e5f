package io.github.camelmtasts.examples.check;

import java.util.Optional;

import io.github.camelmtasts.check.DomainCheck;
import io.github.camelmtasts.check.Severity;

/** What the command ends with; the better one first. */
enum ExitCode {
    /** Nothing, or notes. */
    FINE(0),
    /** Warnings. */
    WARNINGS(1),
    /** Something could not be checked, or the arguments make no sense. */
    UNCHECKED(3),
    /** Errors. */
    ERRORS(2);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    static ExitCode of(DomainCheck check) {
        Optional<Severity> worst = check.worst();
        return worst.map(severity -> switch (severity) {
                    case ERROR -> ERRORS;
                    case UNKNOWN -> UNCHECKED;
                    case WARNING -> WARNINGS;
                    case NOTE -> FINE;
                })
                .orElse(FINE);
    }

    ExitCode or(ExitCode other) {
        return compareTo(other) < 0 ? other : this;
    }

    int number() {
        return number;
    }
}
