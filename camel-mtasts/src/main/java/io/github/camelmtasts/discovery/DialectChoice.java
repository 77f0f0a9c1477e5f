package io.github.camelmtasts.discovery;

import java.util.List;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.RecordFinding;
import io.github.camelmtasts.policy.StsRecord;

/** Which dialects of MTA-STS a sender speaks, in the order of asking. */
public enum DialectChoice {
    /** The standard alone. */
    RFC8461(Dialect.RFC8461),
    /** The draft alone. */
    DRAFT06(Dialect.DRAFT06),
    /** The standard, and the draft where the policy host has no policy by the standard (404 or 410). */
    AUTO(Dialect.RFC8461, Dialect.DRAFT06);

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Dialect> dialects;

    DialectChoice(Dialect... dialects) {
        this.dialects = List.of(dialects);
    }

    /** In the order of asking. */
    public List<Dialect> dialects() {
        return dialects;
    }

    /** The choice of those who want this dialect alone. */
    static DialectChoice only(Dialect dialect) {
        return dialect == Dialect.RFC8461 ? RFC8461 : DRAFT06;
    }

    /** The choice while a policy of this dialect is in force: the draft, which proves less, never replaces the standard. */
    DialectChoice beside(Dialect inForce) {
        return this == AUTO && inForce == Dialect.RFC8461 ? RFC8461 : this;
    }

    /** The TXT record does not tell the dialect, so that each dialect's grammar has its try. */
    public RecordFinding find(List<String> txt) {
        RecordFinding first = StsRecord.parse(txt, dialects().get(0));
        return this == AUTO
                        && !(first instanceof RecordFinding.Found)
                        && StsRecord.parse(txt, Dialect.DRAFT06) instanceof RecordFinding.Found second
                ? second
                : first;
    }
}
