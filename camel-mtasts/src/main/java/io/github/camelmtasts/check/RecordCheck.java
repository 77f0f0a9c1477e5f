package io.github.camelmtasts.check;

import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.policy.RecordFinding;

/**
 * What DNS has at the name of a record.
 *
 * @param name      the name that was asked for
 * @param txt       all TXT records there, each with its strings joined, whatever they hold
 * @param finding   what they come to
 * @param misplaced such records at the domain itself, where no sender looks
 */
public record RecordCheck(String name, DnsAnswer<List<String>> txt, RecordFinding finding, List<String> misplaced) {

    public RecordCheck {
        misplaced = List.copyOf(misplaced);
    }

    /** What the records come to. */
    public enum State {
        /** One valid record. */
        FOUND,
        /** No record of MTA-STS. */
        ABSENT,
        /** Several records of MTA-STS. */
        AMBIGUOUS,
        /** One record, and it breaks the grammar. */
        MALFORMED,
        /** DNS could not say. */
        UNKNOWN
    }

    /** All TXT records; none if DNS has none, or could not say. */
    public List<String> records() {
        return txt.orElse(List.of());
    }

    /** What they come to. */
    public State state() {
        if (txt instanceof DnsAnswer.Failed) {
            return State.UNKNOWN;
        }
        if (finding instanceof RecordFinding.Found) {
            return State.FOUND;
        }
        if (finding instanceof RecordFinding.Ambiguous) {
            return State.AMBIGUOUS;
        }
        return finding instanceof RecordFinding.Malformed ? State.MALFORMED : State.ABSENT;
    }

    /** The id of the one valid record. */
    public Optional<String> id() {
        return finding instanceof RecordFinding.Found found
                ? Optional.of(found.record().id())
                : Optional.empty();
    }
}
