package io.github.camelmtasts.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

        private Step with(Notice notice) {
            return new Step(after, report.with(notice), isNew);
        }

        /** The same, after a step that brought news. */
        public Step asNews() {
            return new Step(after, report.withNews(true), isNew);
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
        RecordSight record = outside.record();
        boolean isPromised = Edition.isIdOf(policy, record.id()); // to refuse it would leave its senders without
        List<Notice> objections = objectionsTo(policy);
        whetherOneWasBefore().ifPresent(objections::add);
        if (!isPromised && isRefused(objections)) {
            return nothingServed(objections, lockOut.union(policy, Optional.empty()));
        }
        Publication first = Publication.first(policy, isPromised ? record.id() : policy.recordId(), now);
        Publication known = first.besides(sighting(first).others(), now);
        boolean isLost = !force && !record.is(RecordSight.State.ABSENT) && isSeenNowhere();
        Publication complete = isLost ? known.afterUnknown(now) : known;
        return changed(isPromised ? complete.announced(now) : complete, objections);
    }

    private Optional<Notice> whetherOneWasBefore() {
        return Optional.of(outside.record())
                .filter(record -> record.is(RecordSight.State.UNKNOWN))
                .map(record -> Notice.error("The record at " + domain.recordName() + " " + record.trouble()
                        + ", so that nobody can say whether a policy was announced before; the next step looks again, and the"
                        + " owner of the domain must mend its name servers, or you your resolver."));
    }

    /** A policy is announced, but is to be had nowhere: perhaps we have lost our memory. */
    private boolean isSeenNowhere() {
        return outside.policyHost().stream().noneMatch(sight -> sight.is(PolicyHostSight.State.SERVED));
    }

    private Step goOn(Publication kept) {
        Publication before = force ? kept.vouched(sighting(kept).unmet(), now) : kept;
        Publication known = before.after(outside, now);
        Step step = wanted.fold(
                policy -> policy.equals(known.policy()) ? step(known, List.of(), union(known)) : change(policy, known),
                () -> unwanted(known),
                why -> refused(known, List.of(Notice.error(why)), Optional.empty()));
        return force ? step.with(Advice.onForce(domain, known.clues())) : step;
    }

    private Sighting sighting(Publication known) {
        return new Sighting(known, outside);
    }

    private Step change(PublishedPolicy policy, Publication known) {
        List<Notice> objections = objectionsTo(policy);
        if (isRefused(objections)) {
            return refused(known, objections, lockOut.union(policy, Optional.of(known.policy())));
        }
        Publication next = known.followedBy(policy, now);
        return changed(next.besides(sighting(next).others(), now), objections);
    }

    private List<Notice> objectionsTo(PublishedPolicy policy) {
        List<Notice> objections = new ArrayList<>(PolicyRemarks.on(policy));
        objections.addAll(lockOut.objectionsTo(policy));
        return objections;
    }

    private boolean isRefused(List<Notice> objections) {
        return !force && objections.stream().anyMatch(Notice::isError);
    }

    private Step unwanted(Publication known) {
        boolean isAbsent = outside.record().is(RecordSight.State.ABSENT);
        if (isAbsent && (known.wasNeverTold(now) || stage(known) == Stage.REMOVABLE)) {
            return gone();
        }
        Optional<String> wayOut = Optional.of(PolicyText.of(Mode.NONE, List.of(), PolicyRemarks.LONGEST_NONE));
        return step(known, List.of(), isDropped(known) ? wayOut : Optional.empty());
    }

    private static boolean isNone(Publication known) {
        return known.policy().policy().mode() == Mode.NONE;
    }

    /** One of mode none is the way out itself. */
    private boolean isDropped(Publication known) {
        return wanted.isNothing() && !isNone(known);
    }

    /** How far a policy has come. */
    private Stage stage(Publication known) {
        boolean isEverywhere = sighting(known).isEverywhere();
        if (known.current().verifiedAt().isEmpty() || (!known.isAnnounced() && (isDropped(known) || !isEverywhere))) {
            return Stage.SERVED;
        }
        if (!known.isAnnounced()) {
            return Stage.VERIFIED;
        }
        boolean wasSettled = known.reached() == Stage.SETTLED || known.reached() == Stage.REMOVABLE;
        boolean isSettled = isEverywhere || wasSettled; // an address that was not seen may yet serve a former one
        if (!isSettled || !now.isOver(known.settledAt(now))) {
            return Stage.ANNOUNCED;
        }
        return isNone(known) ? Stage.REMOVABLE : Stage.SETTLED;
    }

    private Optional<String> union(Publication known) {
        return lockOut.union(known.policy(), known.lastHeld(now));
    }

    private Step step(Publication known, List<Notice> objections, Optional<String> suggestion) {
        return step(known, stage(known), objections, suggestion);
    }

    private Step refused(Publication known, List<Notice> objections, Optional<String> suggestion) {
        return step(known, Stage.REFUSED, objections, suggestion);
    }

    private Step step(Publication known, Stage told, List<Notice> objections, Optional<String> suggestion) {
        Publication after = known.at(stage(known));
        Sighting seen = sighting(known);
        List<Notice> notices = new ArrayList<>(objections);
        notices.addAll(Advice.on(after, seen, wanted, now));
        boolean isNews = known.told() != told || known.reached() != after.reached();
        RollOverReport report = new RollOverReport(domain, told, isNews, notices, suggestion, now.latest());
        return new Step(Optional.of(after.told(told)), seen.isEverywhere() ? withWhatIsDue(report, after) : report);
    }

    private RollOverReport withWhatIsDue(RollOverReport report, Publication after) {
        RecordSight record = outside.record();
        RollOverReport known = after.reached() == Stage.ANNOUNCED ? report.withEnd(after.settledAt(now)) : report;
        return after.recordToHave()
                .filter(id -> !isDropped(after))
                .map(id -> known.withRecord(
                        id,
                        !record.is(RecordSight.State.UNKNOWN) && !record.id().equals(id)))
                .orElse(known);
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
