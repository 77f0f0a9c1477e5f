package io.github.camelmtasts.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;

/**
 * One step of a change of policy, in the order in which no sender is led astray (RFC 8461 section 8.1, draft-06 section 6.1): the new
 * policy is served, then seen at each address of the policy host, and only then announced by its record; what a former policy needs
 * stays until nobody holds it. A policy under which mail would be locked out is not served unless that is forced.
 */
public final class RollOver {

    private final DomainName domain;
    private final Wanted wanted;
    private final Outside outside;
    private final LockOut lockOut;
    private final boolean force;
    private final Moment now;

    private RollOver(DomainName domain, Wanted wanted, Outside outside, boolean force, Moment now) {
        this.domain = domain;
        this.wanted = wanted;
        this.outside = outside;
        this.lockOut = new LockOut(outside);
        this.force = force;
        this.now = now;
    }

    /**
     * What came of a step.
     *
     * @param after  what is published from now on; empty if nothing
     * @param report what the owner gets to know
     * @param isNew  whether another policy is served from now on: what was seen is not that, and somebody must look again
     */
    public record Step(Optional<Publication> after, RollOverReport report, boolean isNew) {

        private Step(Optional<Publication> after, RollOverReport report) {
            this(after, report, false);
        }

        /** The same, after a step that brought news. */
        public Step asNews() {
            return new Step(after, report.changed(true), isNew);
        }
    }

    /**
     * Makes the next step.
     *
     * @param wanted  the policy that its owner wants
     * @param before  what is published until now; empty if nothing
     * @param outside what the world sees
     * @param force   whether the operator takes it upon them: a policy that locks mail out is served, an address of the policy host
     *                that cannot be met counts as seen, and nothing unknown was before
     */
    public static Step next(
            DomainName domain,
            Wanted wanted,
            Optional<Publication> before,
            Outside outside,
            boolean force,
            Moment now) {
        Moment moment = before.filter(known -> !force)
                .map(known -> now.notBefore(known.touched()))
                .orElse(now);
        RollOver step = new RollOver(domain, wanted, outside, force, moment);
        return before.map(step::goOn).orElseGet(step::begin);
    }

    private Step begin() {
        return wanted.fold(this::begin, this::gone, why -> nothingServed(List.of(Notice.error(why)), Optional.empty()));
    }

    private Step begin(PublishedPolicy policy) {
        boolean isPromised =
                outside.record().id().equals(policy.recordId()); // to refuse it would leave its senders without
        List<Notice> objections = objectionsTo(policy);
        whetherOneWasBefore().ifPresent(objections::add);
        if (!isPromised && isRefused(objections)) {
            return nothingServed(objections, lockOut.union(policy, Optional.empty()));
        }
        Publication first = Publication.first(policy, now)
                .besides(sighting(policy, Set.of()).others(), now);
        Publication known = isLost(policy, first) ? first.afterUnknown(now) : first;
        return changed(isPromised ? known.announced(now) : known, objections);
    }

    private Optional<Notice> whetherOneWasBefore() {
        return Optional.of(outside.record())
                .filter(record -> record.is(RecordSight.State.UNKNOWN))
                .map(record -> Notice.error("The record at " + domain.recordName() + " " + record.trouble()
                        + ", so that nobody can say whether a policy was announced before; the next step looks again, and the"
                        + " owner of the domain must mend its name servers, or you your resolver."));
    }

    /** Whether a policy is announced that nobody serves and we know nothing of: perhaps we have lost our memory. */
    private boolean isLost(PublishedPolicy policy, Publication first) {
        boolean isServed = outside.policyHost().stream()
                .anyMatch(sight -> sight.text().isPresent() && sight.text().equals(policy.text(sight.dialect())));
        return !force
                && !outside.record().is(RecordSight.State.ABSENT)
                && !isServed
                && first.former().isEmpty();
    }

    private Step goOn(Publication kept) {
        Publication before =
                force ? kept.vouched(sighting(kept.policy(), Set.of()).unmet(), now) : kept;
        Sighting seen = sighting(kept.policy(), before.vouchedFor());
        Publication known = before.after(seen, now);
        return wanted.fold(
                policy -> policy.equals(known.policy())
                        ? step(known, seen, stage(known, seen), List.of(), union(known))
                        : change(policy, known, seen),
                () -> unwanted(known, seen),
                why -> step(known, seen, Stage.REFUSED, List.of(Notice.error(why)), Optional.empty()));
    }

    private Sighting sighting(PublishedPolicy policy, Set<String> vouchedFor) {
        return new Sighting(policy, vouchedFor, outside);
    }

    private Step change(PublishedPolicy policy, Publication known, Sighting seen) {
        List<Notice> objections = objectionsTo(policy);
        return isRefused(objections)
                ? step(known, seen, Stage.REFUSED, objections, lockOut.union(policy, Optional.of(known.policy())))
                : changed(
                        known.followedBy(policy, now)
                                .besides(sighting(policy, Set.of()).others(), now),
                        objections);
    }

    private List<Notice> objectionsTo(PublishedPolicy policy) {
        List<Notice> objections = new ArrayList<>(PolicyRemarks.on(policy));
        objections.addAll(lockOut.objectionsTo(policy));
        return objections;
    }

    private boolean isRefused(List<Notice> objections) {
        return !force && objections.stream().anyMatch(Notice::isError);
    }

    private Step unwanted(Publication known, Sighting seen) {
        Stage stage = stage(known, seen);
        boolean wasNeverTold = !known.isAnnounced() && known.heldAt(now).isEmpty();
        if (outside.record().is(RecordSight.State.ABSENT) && (wasNeverTold || stage == Stage.REMOVABLE)) {
            return gone();
        }
        if (isNone(known)) { // the way out itself
            return step(known, seen, stage, List.of(), Optional.empty());
        }
        Publication dropped =
                known.isAnnounced() ? known : known.doubted(now); // seen anew before its record is printed
        return step(
                dropped,
                seen,
                stage(dropped, seen),
                List.of(),
                Optional.of(PolicyText.of(Mode.NONE, List.of(), PolicyRemarks.LONGEST_NONE)));
    }

    private static boolean isNone(Publication known) {
        return known.policy().policy().mode() == Mode.NONE;
    }

    /** How far a policy has come. */
    private Stage stage(Publication known, Sighting seen) {
        if (known.current().verifiedAt().isEmpty() || (!known.isAnnounced() && !seen.isEverywhere())) {
            return Stage.SERVED;
        }
        if (!known.isAnnounced()) {
            return Stage.VERIFIED;
        }
        boolean wasSettled = known.reached() == Stage.SETTLED || known.reached() == Stage.REMOVABLE;
        boolean isSettled =
                seen.isEverywhere() || wasSettled; // an address that was not seen may yet serve a former one
        if (!isSettled || !now.isOver(known.settledAt(now))) {
            return Stage.ANNOUNCED;
        }
        return isNone(known) ? Stage.REMOVABLE : Stage.SETTLED;
    }

    private Optional<String> union(Publication known) {
        return lockOut.union(known.policy(), known.lastHeld(now));
    }

    private Step step(
            Publication known, Sighting seen, Stage told, List<Notice> objections, Optional<String> suggestion) {
        Stage reached = stage(known, seen);
        List<Notice> notices = new ArrayList<>(objections);
        notices.addAll(Advice.on(known, seen, wanted, now));
        RollOverReport report =
                new RollOverReport(domain, told, known.told() != told, notices, suggestion, now.latest());
        if (seen.isEverywhere() && reached.compareTo(Stage.VERIFIED) >= 0) {
            String id = known.current().recordId();
            report = report.withRecord(id, !outside.record().id().equals(id));
        }
        if (seen.isEverywhere() && reached == Stage.ANNOUNCED) {
            report = report.until(known.settledAt(now));
        }
        return new Step(Optional.of(known.at(reached).told(told)), report);
    }

    private Step changed(Publication next, List<Notice> objections) {
        List<Notice> notices = new ArrayList<>(objections);
        notices.addAll(lockOut.needsOf(next.heldAt(now), now));
        return new Step(
                Optional.of(next.at(Stage.SERVED).told(Stage.SERVED)),
                new RollOverReport(domain, Stage.SERVED, true, notices, union(next), now.latest()),
                true);
    }

    private Step nothingServed(List<Notice> objections, Optional<String> suggestion) {
        return new Step(
                Optional.empty(),
                new RollOverReport(domain, Stage.REFUSED, true, objections, suggestion, now.latest()));
    }

    private Step gone() {
        return new Step(
                Optional.empty(),
                new RollOverReport(domain, Stage.REMOVED, true, List.of(), Optional.empty(), now.latest()));
    }
}
