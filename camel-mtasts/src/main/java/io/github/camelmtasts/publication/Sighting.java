package io.github.camelmtasts.publication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.publication.PolicyHostSight.State;

/**
 * What the world sees of a publication: at which addresses of the policy host senders get the current policy, and which record DNS
 * has.
 *
 * @param known   that is to be seen
 * @param outside what was seen
 */
record Sighting(Publication known, Outside outside) {

    RecordSight record() {
        return outside.record();
    }

    /**
     * Whether each address serves it, in each dialect that was asked for. Who was seen nowhere is vouched for in vain; and an
     * address that served another policy is in the caches of resolvers for a while, though DNS does not name it any more.
     */
    boolean isEverywhere() {
        return isSomewhere()
                && outside.policyHostTrouble().isEmpty()
                && gone().isEmpty()
                && sights().stream().allMatch(sight -> isIt(sight) || isPassedOver(sight));
    }

    private boolean isSomewhere() {
        return sayable().isEmpty() || sayable().stream().anyMatch(this::isIt);
    }

    /** Addresses that DNS names no more, and that resolvers may still name, and since when. */
    private Map<String, Instant> gone() {
        Map<String, Instant> gone = new TreeMap<>();
        known.clues().laggards().forEach((address, since) -> since.ifPresent(at -> gone.put(address, at)));
        return gone;
    }

    /** The addresses that DNS names. */
    Set<String> named() {
        return addresses(sight -> true);
    }

    /** Whether a sender gets another policy at some address, and not merely none. */
    boolean seesAnother() {
        return !serveAnother().isEmpty();
    }

    /** The addresses where a sender gets another policy. */
    Set<String> serveAnother() {
        return addresses(sight -> another(sight).isPresent());
    }

    /** What some sender gets in its place. One by the draft counts as what it says. */
    List<PublishedPolicy> others() {
        return sights().stream()
                .flatMap(sight -> another(sight).stream())
                .distinct()
                .toList();
    }

    private Optional<PublishedPolicy> another(PolicyHostSight sight) {
        if (sight.text().isEmpty() || isIt(sight)) {
            return Optional.empty();
        }
        String text = sight.text().get();
        Optional<PublishedPolicy> former = known.former().stream()
                .map(Edition::policy)
                .filter(policy -> policy.text(sight.dialect()).equals(Optional.of(text)))
                .findFirst();
        return former.isPresent() ? former : read(sight.dialect(), text);
    }

    private Optional<PublishedPolicy> read(Dialect dialect, String text) {
        try {
            return Optional.of(PublishedPolicy.read(known.domain(), inStandardForm(dialect, text)));
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

    /** Addresses that somebody has met, whatever they serve. */
    Set<String> met() {
        return addresses(sight -> sight.is(State.SERVED) || sight.is(State.FAILED));
    }

    /** Addresses where nobody was met. */
    Set<String> unmet() {
        return addresses(sight -> sight.is(State.UNMET));
    }

    private Set<String> addresses(Predicate<PolicyHostSight> which) {
        return outside.policyHost().stream()
                .filter(which)
                .map(PolicyHostSight::address)
                .collect(Collectors.toSet());
    }

    List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        outside.policyHostTrouble().ifPresent(trouble -> notices.add(Notice.error(trouble)));
        sights().stream()
                .filter(sight -> !isIt(sight))
                .map(sight -> isPassedOver(sight) ? Notice.warning(sight.trouble()) : Notice.error(fault(sight)))
                .forEach(notices::add);
        if (!isSomewhere() && sights().stream().allMatch(this::isPassedOver) && !sights().isEmpty()) {
            notices.add(Notice.error("The policy of " + known.domain() + " can be seen at no address of "
                    + known.domain().policyHost()
                    + " from here, so that it is not announced; whoever runs this publisher must"
                    + " let it reach one, or give the option addressFamily another value."));
        }
        gone().forEach((address, since) -> notices.add(Notice.warning("At " + address + " "
                + known.domain().policyHost()
                + " served another policy; DNS does not name that address any more, but resolvers"
                + " may do so until " + since.plus(known.clues().policyHostTtl())
                + ": leave the record as it is until then.")));
        return notices;
    }

    private String fault(PolicyHostSight sight) {
        if (sight.is(State.SERVED)) {
            return "At " + sight.address() + " the policy host of " + known.domain() + " serves "
                    + (another(sight).isPresent() ? "another policy" : "no policy") + " at "
                    + sight.dialect().wellKnownPath() + "; whoever runs that server must bring it up to date.";
        }
        return sight.is(State.UNMET) && isSomewhere() && !isLaggard(sight)
                ? sight.trouble()
                        + " If it merely cannot be met from here, force=true says that it serves what others do."
                : sight.trouble();
    }

    /** Those that matter: where the policy cannot be said in a dialect, only a file that is there nevertheless. */
    private List<PolicyHostSight> sights() {
        return Stream.concat(
                        sayable().stream(),
                        outside.policyHost().stream().filter(sight -> !isSayable(sight) && sight.is(State.SERVED)))
                .toList();
    }

    private List<PolicyHostSight> sayable() {
        return outside.policyHost().stream().filter(this::isSayable).toList();
    }

    private boolean isSayable(PolicyHostSight sight) {
        return known.policy().text(sight.dialect()).isPresent();
    }

    private boolean isIt(PolicyHostSight sight) {
        return sight.text().isPresent() && sight.text().equals(known.policy().text(sight.dialect()));
    }

    private boolean isPassedOver(PolicyHostSight sight) {
        boolean isVouchedFor = known.clues().vouchedFor().contains(sight.address());
        return sight.is(State.LEFT_OUT) || (sight.is(State.UNMET) && isVouchedFor && !isLaggard(sight));
    }

    private boolean isLaggard(PolicyHostSight sight) {
        return known.clues().laggards().containsKey(sight.address());
    }
}
