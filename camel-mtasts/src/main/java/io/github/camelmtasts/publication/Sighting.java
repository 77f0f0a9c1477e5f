package io.github.camelmtasts.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.publication.PolicyHostSight.State;

/**
 * What the world sees of one policy: at which addresses of the policy host senders get it, and which record DNS has.
 *
 * @param policy     that is to be seen
 * @param vouchedFor addresses that may be taken for seen although they cannot be
 * @param outside    what was seen
 */
record Sighting(PublishedPolicy policy, Set<String> vouchedFor, Outside outside) {

    RecordSight record() {
        return outside.record();
    }

    /** Whether each address serves it, in each dialect that was asked for. Who was seen nowhere is vouched for in vain. */
    boolean isEverywhere() {
        boolean isSomewhere = sayable().isEmpty() || sayable().stream().anyMatch(this::isIt);
        return isSomewhere
                && outside.policyHostTrouble().isEmpty()
                && sights().stream().allMatch(sight -> isIt(sight) || isPassedOver(sight));
    }

    /** Whether a sender gets another policy at some address, and not merely none. */
    boolean seesAnother() {
        return sights().stream().anyMatch(this::isAnother);
    }

    /** What some sender gets in its place, as far as it is a policy. One by the draft counts as what it says. */
    List<PublishedPolicy> others() {
        return sights().stream()
                .filter(this::isAnother)
                .flatMap(sight -> read(sight).stream())
                .distinct()
                .toList();
    }

    private Optional<PublishedPolicy> read(PolicyHostSight sight) {
        try {
            String text = sight.text().orElseThrow();
            return Optional.of(PublishedPolicy.read(policy.domain(), inStandardForm(sight.dialect(), text)));
        } catch (PolicySyntaxException none) { // nobody holds what is no policy
            return Optional.empty();
        }
    }

    private static String inStandardForm(Dialect dialect, String text) throws PolicySyntaxException {
        if (dialect == Dialect.RFC8461) {
            return text;
        }
        Policy draft = PolicyParser.of(dialect).parse(text);
        return PolicyText.of(draft.mode(), PolicyText.standardPatterns(draft), draft.maxAge());
    }

    /** Addresses where nobody was met. */
    Set<String> unmet() {
        return sayable().stream()
                .filter(sight -> sight.is(State.UNMET))
                .map(PolicyHostSight::address)
                .collect(Collectors.toSet());
    }

    List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        outside.policyHostTrouble().ifPresent(trouble -> notices.add(Notice.error(trouble)));
        for (PolicyHostSight sight : sights()) {
            if (isAnother(sight)) {
                notices.add(Notice.error("At " + sight.address() + " the policy host of " + policy.domain()
                        + " serves another policy at " + sight.dialect().wellKnownPath()
                        + "; whoever runs that server must bring it up to date."));
            } else if (!isIt(sight)) {
                notices.add(isPassedOver(sight) ? Notice.warning(sight.trouble()) : Notice.error(unseen(sight)));
            }
        }
        return notices;
    }

    private String unseen(PolicyHostSight sight) {
        return sight.is(State.UNMET) && sayable().stream().anyMatch(this::isIt)
                ? sight.trouble()
                        + " If it merely cannot be met from here, force=true says that it serves what others do."
                : sight.trouble();
    }

    /** Those that matter: where the policy cannot be said in a dialect, only a file that is there nevertheless. */
    private List<PolicyHostSight> sights() {
        return Stream.concat(
                        sayable().stream(),
                        outside.policyHost().stream()
                                .filter(sight ->
                                        !isSayable(sight) && sight.text().isPresent()))
                .toList();
    }

    private List<PolicyHostSight> sayable() {
        return outside.policyHost().stream().filter(this::isSayable).toList();
    }

    private boolean isSayable(PolicyHostSight sight) {
        return policy.text(sight.dialect()).isPresent();
    }

    private boolean isIt(PolicyHostSight sight) {
        return sight.text().isPresent() && sight.text().equals(policy.text(sight.dialect()));
    }

    private boolean isAnother(PolicyHostSight sight) {
        return sight.text().isPresent() && !isIt(sight);
    }

    private boolean isPassedOver(PolicyHostSight sight) {
        return sight.is(State.LEFT_OUT) || (sight.is(State.UNMET) && vouchedFor.contains(sight.address()));
    }
}
