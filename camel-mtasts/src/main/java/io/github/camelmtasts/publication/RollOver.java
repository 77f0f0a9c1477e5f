package io.github.camelmtasts.publication;

import java.time.Duration;
import java.time.Instant;
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

    /** RFC 8461 section 8.3: a day. A longer one keeps senders asking for a policy that is gone. */
    private static final Duration LONGEST_NONE = Duration.ofDays(1);

    private final DomainName domain;
    private final Optional<Publication> before;
    private final Outside outside;
    private final LockOut lockOut;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();
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
        Optional<PublishedPolicy> served = before.map(known -> known.current().policy());
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
        remarkOn(wanted);
        List<Finding> objections = lockOut.objectionsTo(wanted);
        findings.addAll(objections);
        if (!force && objections.stream().anyMatch(Finding::isError)) {
            Optional<PublishedPolicy> former =
                    before.map(known -> known.current().policy());
            return step(before, Stage.REFUSED, lockOut.union(wanted, former));
        }
        return step(
                before.map(known -> known.followedBy(wanted, now)).orElseGet(() -> Publication.first(wanted, now)),
                Stage.SERVED);
    }

    private void remarkOn(PublishedPolicy policy) {
        policy.policy().remarks().forEach(remark -> findings.add(Finding.warning(remark)));
        remarkOnBreadth(policy);
        if (isNone(policy) && policy.policy().maxAge().compareTo(LONGEST_NONE) > 0) {
            findings.add(
                    Finding.warning("A policy of mode none should have a small max_age, such as 86400 (RFC 8461 section"
                            + " 8.3), or senders go on asking for it for as long."));
        }
    }

    /** RFC 8461 section 10.4. */
    private void remarkOnBreadth(PublishedPolicy policy) {
        String allHosts = "*." + domain;
        if (policy.policy().mxPatterns().stream()
                .anyMatch(pattern -> pattern.toString().equals(allHosts))) {
            findings.add(Finding.warning(
                    "The policy of " + domain + " lets each host of the domain take its mail (" + allHosts
                            + "): whoever gets one of them, or a certificate for it, and can forge MX records gets the mail (RFC 8461"
                            + " section 10.4); name the MX hosts."));
        }
    }

    private static boolean isNone(PublishedPolicy policy) {
        return policy.policy().mode() == Mode.NONE;
    }

    private Step goOn(Publication known, boolean wanted) {
        PublishedPolicy policy = known.current().policy();
        remarkOn(policy);
        findings.addAll(lockOut.objectionsTo(policy));
        PolicyHostCheck policyHost = new PolicyHostCheck(policy, outside);
        List<Finding> faults = policyHost.faults();
        findings.addAll(faults);
        seenEverywhere = faults.isEmpty();
        boolean inDns = outside.record().id().equals(policy.recordId());
        if (policyHost.seesAnother() || (!seenEverywhere && !isOut(known.current()))) {
            return notYetSeen(known.doubted(), inDns);
        }
        if (known.current().verifiedAt().isEmpty()) {
            return step(known.verified(now), Stage.VERIFIED);
        }
        if (known.current().announcedAt().isEmpty()) {
            return inDns ? announced(known.announced(now), wanted) : step(known, Stage.VERIFIED);
        }
        if (!inDns && wanted) {
            findings.add(recordWentAway(policy));
        }
        return announced(known, wanted);
    }

    /** Whether senders go by it already, so that an address that merely does not answer changes nothing for them. */
    private static boolean isOut(Edition edition) {
        return edition.verifiedAt().isPresent() && edition.announcedAt().isPresent();
    }

    private Step notYetSeen(Publication known, boolean inDns) {
        boolean isFormers = known.former().stream()
                .anyMatch(edition -> edition.policy().equals(known.current().policy()));
        boolean wasSeen = known.current().announcedAt().isPresent(); // its record came after it
        if (inDns && !isFormers && !wasSeen) { // who goes back to an earlier text goes back to its record
            findings.add(Finding.error("The record of " + domain + " announces the policy of id "
                    + known.current().policy().recordId()
                    + " before it can be had everywhere: senders keep the former one under the new id (RFC 8461 section 8.1);"
                    + " whoever runs the zone must put the former record back"
                    + known.lastFormer()
                            .map(former -> " (id " + former.policy().recordId() + ")")
                            .orElse("")
                    + " until the new policy is seen."));
        }
        return step(known, Stage.SERVED);
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
        boolean none = isNone(known.current().policy());
        if (settled && none && !wanted) {
            return nothing();
        }
        if (!settled) {
            findings.addAll(lockOut.needsOf(known.heldAt(now), now));
        }
        Stage stage = settled ? none ? Stage.REMOVABLE : Stage.SETTLED : Stage.ANNOUNCED;
        return step(Optional.of(known.withoutRunOut(now)), stage, wanted || none ? Optional.empty() : wayOut(known));
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
        return Optional.of(PolicyText.of(Mode.NONE, List.of(), LONGEST_NONE));
    }

    private Step nothing() {
        return step(Optional.empty(), Stage.REMOVED, Optional.empty());
    }

    private Step step(Publication after, Stage stage) {
        return step(Optional.of(after), stage, Optional.empty());
    }

    private Step step(Optional<Publication> after, Stage stage, Optional<String> suggestion) {
        boolean changed = !before.map(Publication::stage).equals(Optional.of(stage));
        boolean recordIsDue = seenEverywhere && stage.compareTo(Stage.VERIFIED) >= 0;
        RollOverReport report = new RollOverReport(
                domain,
                stage,
                changed,
                after.filter(published -> recordIsDue)
                        .map(published -> published.current().policy().recordId()),
                after.filter(published -> seenEverywhere && stage == Stage.ANNOUNCED)
                        .map(published -> published.settledAt(now)),
                findings,
                suggestion,
                now);
        return new Step(after.map(published -> published.at(stage)), report);
    }
}
