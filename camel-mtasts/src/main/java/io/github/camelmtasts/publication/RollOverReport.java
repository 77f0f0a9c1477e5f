package io.github.camelmtasts.publication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.DomainName;

/**
 * Where the policy of a domain stands in its roll-over, and what its owner has to do.
 *
 * @param domain     the policy domain
 * @param stage      how far it has come
 * @param changed    whether this step has brought it there
 * @param recordId   of the record to have in DNS now; empty if there should be none, or the one that is there should stay
 * @param until      when no sender goes by a former policy any more; empty if that cannot be said yet, or is so
 * @param findings   what the owner should know, the worst first
 * @param suggestion a policy that would help, as text; empty if none is called for
 * @param at         when the step was made
 */
public record RollOverReport(
        DomainName domain,
        Stage stage,
        boolean changed,
        Optional<String> recordId,
        Optional<Instant> until,
        List<Finding> findings,
        Optional<String> suggestion,
        Instant at) {

    public RollOverReport {
        findings = findings.stream()
                .sorted((one, other) -> other.severity().compareTo(one.severity()))
                .toList();
    }

    /** The same for several steps in a row, one of which changed something. */
    public RollOverReport asChanged() {
        return new RollOverReport(domain, stage, true, recordId, until, findings, suggestion, at);
    }

    /** The line for the zone; empty as {@link #recordId} is. */
    public Optional<String> zoneLine() {
        return recordId.map(id -> ZoneLines.announcing(domain, id));
    }

    /** The worst there is; empty if there is nothing to say. */
    public Optional<Finding.Severity> worst() {
        return findings.stream().map(Finding::severity).findFirst();
    }

    /** What somebody has to do for it to go on, and who: a sentence for each; none if it goes on by itself. */
    public List<String> toDo() {
        Stream<String> byStage = stage == Stage.REMOVABLE
                ? Stream.of("Remove the record at " + domain.recordName()
                        + ", and the policy from what is to be published.")
                : zoneLine().filter(line -> stage == Stage.VERIFIED).stream()
                        .map(line -> "Whoever runs the zone must publish the record: " + line.strip());
        return Stream.concat(byStage, findings.stream().filter(Finding::isError).map(Finding::sentence))
                .toList();
    }

    /** As JSON, with the members of this record. */
    public String toJson() {
        return RollOverJson.of(this);
    }

    /** As a JSON array. */
    public static String toJson(List<RollOverReport> reports) {
        return RollOverJson.of(reports);
    }

    /** For a person. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(domain + ": " + stage);
        until.ifPresent(instant -> text.append(" until ").append(instant));
        text.append('\n');
        zoneLine().ifPresent(line -> text.append("  record to have in DNS: ").append(line));
        findings.forEach(finding -> text.append("  ")
                .append(finding.severity())
                .append(": ")
                .append(finding.sentence())
                .append('\n'));
        suggestion.ifPresent(policy -> text.append("  a policy that would help:\n    ")
                .append(policy.strip().replace("\r\n", "\n    "))
                .append('\n'));
        return text.toString();
    }
}
