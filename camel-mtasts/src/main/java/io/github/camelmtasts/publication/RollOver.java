package io.github.camelmtasts.publication;

import java.time.Instant;
import java.util.LinkedHashSet;
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
    private final Optional<Publication> before;
    private final Outside outside;
    private final LockOut lockOut;
    private final Instant now;
    /** What holds for the wanted policy and the current one is said once. */
    private final Set<Finding> findings = new LinkedHashSet<>();

    private boolean seenEverywhere;

    private RollOver(DomainName domain, Optional<Publication> before, Outside outside, Instant now) {
        this.domain = domain;
        this.before = before;
        this.outside = outside;
        this.lockOut = new LockOut(outside);
        this.now = now;
    }

    /**
     * What came of a step.
     *
     * @param after  what is published from now on; empty if nothing
     * @param report what the owner gets to know
     */
    public record Step(Optional<Publication> after, RollOverReport report) {}

    /**
     * Makes the next step.
     *
     * @param wanted  the policy that its owner wants; empty if they want none any more
     * @param before  what is published until now; empty if nothing
     * @param outside what the world sees
     * @param force   whether a policy that locks mail out is served nevertheless
     */
    public static Step next(
            DomainName domain,
            Optional<PublishedPolicy> wanted,
            Optional<Publication> before,
            Outside outside,
            boolean force,
            Instant now) {
        RollOver step = new RollOver(domain, before, outside, now);
        Optional<PublishedPolicy> served = before.map(RollOver::served);
        if (wanted.isPresent() && !wanted.equals(served)) {
            return step.change(wanted.get(), force);
        }
        return before.map(known -> step.goOn(known, wanted.isPresent())).orElseGet(step::nothing);
    }

    /** No step, since nobody can say which policy is wanted, or it is none. */
    public static Step refused(DomainName domain, Optional<Publication> before, String why, Instant now) {
        Outside unseen = new Outside(List.of(), Optional.empty(), new RecordSight("", ""), List.of(), Optional.empty());
        RollOver step = new RollOver(domain, before, unseen, now);
        step.findings.add(Finding.error(why));
        return step.step(before, Stage.REFUSED, Optional.empty());
    }

    private Step change(PublishedPolicy wanted, boolean force) {
        findings.addAll(Remarks.on(wanted));
        List<Finding> objections = lockOut.objectionsTo(wanted);
        findings.addAll(objections);
        Optional<String> union = lockOut.union(wanted, before.map(RollOver::served));
        if (!force && objections.stream().anyMatch(Finding::isError)) {
            return step(before.flatMap(known -> goOn(known, true).after()), Stage.REFUSED, union);
        }
        Publication after = before.map(known -> known.followedBy(wanted, now))
                .orElseGet(() -> Publication.first(wanted, now))
                .besides(new PolicyHostCheck(wanted, outside).others(), now);
        findings.addAll(lockOut.needsOf(after.heldAt(now), now));
        return step(Optional.of(after), Stage.SERVED, union);
    }

    private static PublishedPolicy served(Publication published) {
        return published.current().policy();
    }

    private static boolean isNone(Publication published) {
        return served(published).policy().mode() == Mode.NONE;
    }

    private Step goOn(Publication kept, boolean wanted) {
        boolean inDns = outside.record().id().equals(served(kept).recordId());
        Publication known = lookAt(inDns ? kept.seenInDns(now) : kept);
        boolean announced = known.current().announcedAt().isPresent();
        boolean dropped = !wanted && !announced && !inDns;
        if (dropped && known.heldAt(now).isEmpty() && outside.record().isAbsent()) {
            return nothing(); // nobody has ever been told of it
        }
        if (dropped && !isNone(known)) { // one of mode none is the way out itself
            return step(known.doubted(now), Stage.SERVED, false); // seen anew before its record is printed
        }
        if (known.current().verifiedAt().isEmpty()) {
            return seenEverywhere
                    ? step(known.verified(now), Stage.VERIFIED, wanted)
                    : notYetSeen(known, inDns, wanted);
        }
        if (!announced) {
            return step(known, Stage.VERIFIED, wanted);
        }
        if (!inDns && wanted) {
            findings.add(recordWentAway(served(known)));
        }
        return announced(known, wanted);
    }

    /**
     * What of it still holds. Another policy at some address takes back that this one was seen; an address that merely does not
     * answer does so as long as no sender goes by this one.
     */
    private Publication lookAt(Publication known) {
        PublishedPolicy policy = served(known);
        findings.addAll(Remarks.on(policy));
        findings.addAll(lockOut.objectionsTo(policy));
        PolicyHostCheck policyHost = new PolicyHostCheck(policy, outside);
        List<Finding> faults = policyHost.faults();
        findings.addAll(faults);
        seenEverywhere = faults.isEmpty();
        boolean doubtful = !seenEverywhere && known.current().announcedAt().isEmpty();
        Publication holds =
                policyHost.seesAnother() || doubtful ? known.doubted(now).besides(policyHost.others(), now) : known;
        findings.addAll(lockOut.needsOf(holds.heldAt(now), now));
        return holds;
    }

    private Step notYetSeen(Publication known, boolean inDns, boolean wanted) {
        boolean isFormers =
                known.heldAt(now).stream().anyMatch(edition -> edition.policy().equals(served(known)));
        boolean wasSeen = known.current().announcedAt().isPresent(); // its record came after it
        if (inDns && !isFormers && !wasSeen) { // who goes back to an earlier text goes back to its record
            findings.add(Finding.error("The record of " + domain + " announces the policy of id "
                    + served(known).recordId()
                    + " before it can be had everywhere: senders keep the former one under the new id (RFC 8461 section 8.1);"
                    + " whoever runs the zone must put the former record back"
                    + known.lastAnnounced()
                            .map(former -> " (id " + former.policy().recordId() + ")")
                            .orElse("")
                    + " until the new policy is seen."));
        }
        return step(known, Stage.SERVED, wanted);
    }

    private Finding recordWentAway(PublishedPolicy policy) {
        String there = outside.record().id().isEmpty()
                ? outside.record().trouble()
                : "has the id " + outside.record().id();
        return Finding.error("The record at " + domain.recordName() + " " + there
                + ", so that new senders do not find the policy; whoever runs the zone must put it back: "
                + ZoneLines.announcing(policy).strip());
    }

    /** By whom the former policies are held decides the rest. An address that was not seen may yet serve one of them. */
    private Step announced(Publication known, boolean wanted) {
        boolean settled = (seenEverywhere || isSettled(known.stage())) && !now.isBefore(known.settledAt(now));
        boolean none = isNone(known);
        if (settled && none && !wanted) {
            return nothing();
        }
        Stage stage = settled ? none ? Stage.REMOVABLE : Stage.SETTLED : Stage.ANNOUNCED;
        return step(known.withoutRunOut(now), stage, wanted);
    }

    private static boolean isSettled(Stage stage) {
        return stage == Stage.SETTLED || stage == Stage.REMOVABLE;
    }

    /** A policy that merely vanishes binds its senders all the longer (RFC 8461 section 8.3). */
    private Optional<String> wayOut(Publication known) {
        findings.add(
                Finding.warning(
                        "Nobody wants a policy for " + domain + " any more, but senders hold this one until "
                                + known.current().heldUntil(now)
                                + ", so that it is served on; to leave, publish one of mode none first (RFC 8461 section 8.3)."));
        return Optional.of(PolicyText.of(Mode.NONE, List.of(), Remarks.LONGEST_NONE));
    }

    private Step nothing() {
        return step(Optional.empty(), Stage.REMOVED, Optional.empty());
    }

    private Step step(Publication after, Stage stage, boolean wanted) {
        Optional<String> suggestion =
                wanted || isNone(after) ? lockOut.union(served(after), after.lastHeld(now)) : wayOut(after);
        return step(Optional.of(after), stage, suggestion);
    }

    private Step step(Optional<Publication> after, Stage stage, Optional<String> suggestion) {
        boolean changed = !before.map(Publication::stage).equals(Optional.of(stage))
                || !before.map(RollOver::served).equals(after.map(RollOver::served));
        boolean recordIsDue = seenEverywhere && stage.compareTo(Stage.VERIFIED) >= 0;
        RollOverReport report = new RollOverReport(
                domain,
                stage,
                changed,
                after.filter(published -> recordIsDue)
                        .map(published -> served(published).recordId()),
                after.filter(published -> seenEverywhere && stage == Stage.ANNOUNCED)
                        .map(published -> published.settledAt(now)),
                List.copyOf(findings),
                suggestion,
                now);
        return new Step(after.map(published -> published.at(stage)), report);
    }
}
