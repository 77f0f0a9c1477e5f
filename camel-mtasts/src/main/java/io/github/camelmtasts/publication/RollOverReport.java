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
 * @param changed    whether this step has brought news: another stage, or a stage that a refusal hides
 * @param recordId   of the record to have in DNS now; empty if there should be none, or the one that is there should stay
 * @param recordDue  whether that record is not in DNS, and may be put there
 * @param until      when no sender goes by a former policy any more; empty if that cannot be said yet, or is so
 * @param notices    what the owner should know, the worst first
 * @param suggestion a policy that would help, as text; empty if none is called for
 * @param at         when the step was made
 */
public record RollOverReport(
        DomainName domain,
        Stage stage,
        boolean changed,
        Optional<String> recordId,
        boolean recordDue,
        Optional<Instant> until,
        List<Notice> notices,
        Optional<String> suggestion,
        Instant at) {

    public RollOverReport {
        notices = notices.stream()
                .distinct()
                .sorted((one, other) -> other.severity().compareTo(one.severity()))
                .toList();
    }

    RollOverReport(
            DomainName domain,
            Stage stage,
            boolean changed,
            List<Notice> notices,
            Optional<String> suggestion,
            Instant at) {
        this(domain, stage, changed, Optional.empty(), false, Optional.empty(), notices, suggestion, at);
    }

    /** Of a step that could not be made; the sentence says why. */
    public static RollOverReport refused(DomainName domain, String why, Instant at) {
        return new RollOverReport(domain, Stage.REFUSED, true, List.of(Notice.error(why)), Optional.empty(), at);
    }

    RollOverReport withRecord(String id, boolean isDue) {
        return new RollOverReport(domain, stage, changed, Optional.of(id), isDue, until, notices, suggestion, at);
    }

    RollOverReport with(Notice notice) {
        return new RollOverReport(
                domain,
                stage,
                changed,
                recordId,
                recordDue,
                until,
                Stream.concat(notices.stream(), Stream.of(notice)).toList(),
                suggestion,
                at);
    }

    RollOverReport withEnd(Instant end) {
        return new RollOverReport(
                domain, stage, changed, recordId, recordDue, Optional.of(end), notices, suggestion, at);
    }

    /** The same, of which something was told before or not. */
    public RollOverReport withNews(boolean isNews) {
        return new RollOverReport(domain, stage, isNews, recordId, recordDue, until, notices, suggestion, at);
    }

    /** The line for the zone; empty as {@link #recordId} is. */
    public Optional<String> zoneLine() {
        return recordId.map(id -> ZoneLines.announcing(domain, id));
    }

    /** The worst there is; empty if there is nothing to say. */
    public Optional<Notice.Severity> worst() {
        return notices.stream().map(Notice::severity).findFirst();
    }

    /** What somebody has to do for it to go on, and who: a sentence for each; none if it goes on by itself. */
    public List<String> toDo() {
        Stream<String> byStage = stage == Stage.REMOVABLE
                ? Stream.of("Remove the record at " + domain.recordName()
                        + " if it is still there, and the policy from what is to be published.")
                : zoneLine().filter(line -> recordDue).stream()
                        .map(line -> "Whoever runs the zone must publish the record: " + line.strip());
        return Stream.concat(byStage, notices.stream().filter(Notice::isError).map(Notice::sentence))
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
        zoneLine()
                .filter(line -> recordDue)
                .ifPresent(line -> text.append("  record to have in DNS: ").append(line));
        notices.forEach(notice -> text.append("  ")
                .append(notice.severity())
                .append(": ")
                .append(notice.sentence())
                .append('\n'));
        suggestion.ifPresent(policy -> text.append("  a policy that would help:\n    ")
                .append(policy.strip().replace("\r\n", "\n    "))
                .append('\n'));
        return text.toString();
    }
}
