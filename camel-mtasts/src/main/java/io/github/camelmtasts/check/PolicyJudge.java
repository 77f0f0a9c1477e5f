package io.github.camelmtasts.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyReview;
import io.github.camelmtasts.policy.PolicyReview.Line;
import io.github.camelmtasts.policy.RecordFinding;

/** What there is to say about a policy. */
final class PolicyJudge {

    /** RFC 8461 section 3.2 expects weeks or more. */
    private static final Duration WEEKS = Duration.ofDays(14);

    /** Time enough for reports of every sender, and for mending. */
    private static final Duration LONG_TESTING = Duration.ofDays(90);

    /** Whoever mends so many finds the rest. */
    private static final int MAX_LINES = 20;

    private PolicyJudge() {}

    static List<Finding> findings(DomainView view) {
        List<Finding> findings = new ArrayList<>();
        view.policy().ifPresent(review -> findings.addAll(onText(review)));
        view.validPolicy().ifPresent(policy -> {
            findings.addAll(onMode(policy, view));
            findings.addAll(onMaxAge(policy));
            findings.addAll(PatternJudge.findings(policy, view));
        });
        return findings;
    }

    private static List<Finding> onText(PolicyReview review) {
        List<Finding> findings = new ArrayList<>();
        review.fault()
                .ifPresent(fault -> findings.add(FindingCode.POLICY_INVALID.of("the policy is not valid: " + fault)));
        review.lines().stream()
                .flatMap(line -> onLine(line, review.policy().isPresent()).stream())
                .limit(MAX_LINES)
                .forEach(findings::add);
        review.policy()
                .filter(policy -> policy.dialect() == Dialect.DRAFT06)
                .ifPresent(policy -> policy.remarks().stream()
                        .filter(remark -> remark.startsWith("mx "))
                        .forEach(remark -> findings.add(
                                FindingCode.POLICY_LINE_BROKEN.of(Severity.WARNING, "in the policy, " + remark))));
        return findings;
    }

    /** A line that breaks the grammar in a policy which is valid all the same is one with a pattern that is none. */
    private static Optional<Finding> onLine(Line line, boolean valid) {
        String where = "line " + line.number() + " of the policy: " + line.detail();
        return switch (line.verdict()) {
            case GOOD -> Optional.empty();
            case BROKEN ->
                Optional.of(
                        valid
                                ? FindingCode.POLICY_LINE_BROKEN.of(Severity.WARNING, where + "; it is passed over")
                                : FindingCode.POLICY_LINE_BROKEN.of(where));
            case MISSPELT -> Optional.of(FindingCode.POLICY_FIELD_MISSPELT.of(where));
            case UNKNOWN -> Optional.of(FindingCode.POLICY_FIELD_UNKNOWN.of(where));
            case REPEATED -> Optional.of(FindingCode.POLICY_FIELD_REPEATED.of(where));
        };
    }

    private static List<Finding> onMode(Policy policy, DomainView view) {
        return switch (policy.mode()) {
            case ENFORCE -> List.of();
            case NONE ->
                List.of(FindingCode.MODE_NONE.of("the policy is in mode none: mail goes as if there were no policy"));
            case TESTING ->
                Stream.concat(
                                Stream.of(FindingCode.MODE_TESTING.of(
                                        "the policy is in mode testing: mail goes to hosts that fail as well")),
                                testingForLong(view).stream())
                        .toList();
        };
    }

    /** Nobody tells since when; but many ids are dates. */
    private static Optional<Finding> testingForLong(DomainView view) {
        return view.record().finding() instanceof RecordFinding.Found found
                ? IdDate.of(found.record().id())
                        .map(date -> Duration.between(date, view.at()))
                        .filter(time -> time.compareTo(LONG_TESTING) > 0)
                        .map(time -> FindingCode.TESTING_FOR_LONG.of(
                                "the policy has been in mode testing for " + time.toDays() + " days, if its id "
                                        + found.record().id() + " is the date of its last change"))
                : Optional.empty();
    }

    private static List<Finding> onMaxAge(Policy policy) {
        boolean brief = policy.mode() != Mode.NONE && policy.maxAge().compareTo(WEEKS) < 0;
        return brief
                ? List.of(FindingCode.MAX_AGE_SHORT.of("max_age is " + inWords(policy.maxAge())
                        + ": whoever keeps senders from the policy host for so long is rid of the policy"))
                : List.of();
    }

    private static String inWords(Duration time) {
        return time.compareTo(Duration.ofDays(2)) < 0
                ? time.toSeconds() + " seconds"
                : time.toSeconds() + " seconds, " + time.toDays() + " days";
    }
}
