package io.github.camelmtasts.discovery;

import java.util.List;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.RecordFinding;
import io.github.camelmtasts.policy.StsRecord;

/** Which dialects of MTA-STS a sender speaks, in the order of asking. */
public enum DialectChoice {
    /** The standard alone. */
    RFC8461,
    /** The draft alone. */
    DRAFT06,
    /** The standard, and the draft where the policy host has no policy by the standard (404 or 410). */
    AUTO;

    List<Dialect> dialects() {
        return switch (this) {
            case RFC8461 -> List.of(Dialect.RFC8461);
            case DRAFT06 -> List.of(Dialect.DRAFT06);
            case AUTO -> List.of(Dialect.RFC8461, Dialect.DRAFT06);
        };
    }

    /** The choice while a policy of this dialect is in force: the draft, which proves less, never replaces the standard. */
    DialectChoice beside(Dialect inForce) {
        return this == AUTO && inForce == Dialect.RFC8461 ? RFC8461 : this;
    }

    /** The TXT record does not tell the dialect, so that each dialect's grammar has its try. */
    RecordFinding find(List<String> txt) {
        List<RecordFinding> findings = dialects().stream()
                .map(dialect -> StsRecord.parse(txt, dialect))
                .toList();
        return findings.stream()
                .filter(RecordFinding.Found.class::isInstance)
                .findFirst()
                .orElse(findings.get(0));
    }
}
