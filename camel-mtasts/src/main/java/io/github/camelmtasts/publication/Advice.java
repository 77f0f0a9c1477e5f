package io.github.camelmtasts.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;

/** What the owner of a domain gets to know about what they publish. */
final class Advice {

    private final DomainName domain;
    private final Publication known;
    private final Sighting seen;
    private final Wanted wanted;
    private final Moment now;
    private final LockOut lockOut;
    private final List<Notice> notices = new ArrayList<>();

    private Advice(Publication known, Sighting seen, Wanted wanted, Moment now) {
        this.domain = known.domain();
        this.known = known;
        this.seen = seen;
        this.wanted = wanted;
        this.now = now;
        this.lockOut = new LockOut(seen.outside());
    }

    static List<Notice> on(Publication known, Sighting seen, Wanted wanted, Moment now) {
        return new Advice(known, seen, wanted, now).all();
    }

    /** What the operator has taken upon them. */
    static Notice onForce(DomainName domain, Clues vouched) {
        return Notice.warning(
                "By force counts for " + domain + ": nothing was announced of which this publisher does not know;"
                        + " what happened is not later than now; and the policy is served at "
                        + (vouched.vouchedFor().isEmpty()
                                ? "no address that was not seen"
                                : vouched.vouchedFor().stream().sorted().collect(Collectors.joining(", ")))
                        + ".");
    }

    private List<Notice> all() {
        PublishedPolicy policy = known.policy();
        notices.addAll(PolicyRemarks.on(policy));
        notices.addAll(lockOut.objectionsTo(policy));
        notices.addAll(seen.notices());
        if (known.reached() != Stage.REMOVABLE) { // else there need be none
            onTheRecord();
        }
        notices.addAll(lockOut.needsOf(known.heldAt(now), now));
        known.unknownUntil().filter(end -> !now.isOver(end)).ifPresent(this::onTheUnknown);
        if (now.isBehind()) {
            onTheClock();
        }
        now.discord().ifPresent(this::onTheClocks);
        if (wanted.isNothing() && policy.policy().mode() != Mode.NONE) {
            onTheWayOut();
        }
        return notices;
    }

    private void onTheRecord() {
        RecordSight record = seen.record();
        switch (record.state()) {
            case FOUND -> onTheId(record.id());
            case ABSENT -> onTheAbsence();
            case BROKEN ->
                notices.add(Notice.error("The record at " + domain.recordName() + " " + record.trouble()
                        + ", so that senders take the domain for one without a policy (RFC 8461 section 3.1); whoever runs the"
                        + " zone must leave "
                        + rightRecord().map(line -> "exactly this one: " + line).orElse("none there") + "."));
            case UNKNOWN ->
                notices.add(Notice.warning("The record at " + domain.recordName() + " " + record.trouble()
                        + ", so that nobody can say now whether it is right; the owner of the domain must mend its name servers, or"
                        + " you your resolver."));
        }
    }

    private void onTheId(String id) {
        if (id.equals(known.current().recordId())) {
            return;
        }
        if (known.isAnnounced() && !wanted.isNothing()) {
            notices.add(Notice.error("The record at " + domain.recordName() + " has the id " + id
                    + ", so that new senders do not find the policy; whoever runs the zone must put this one in its place: "
                    + line(known.current())));
        } else if (!known.isAnnounced()
                && !wanted.isNothing()
                && known.current().hadId(id)) {
            notices.add(Notice.warning("The record of " + domain + " has the id " + id
                    + " while or since another policy could be had: senders may keep that one under this id (RFC 8461 section"
                    + " 8.1). They look again as soon as the record has a new id, which comes with the stage VERIFIED; whoever"
                    + " runs the zone must change no record before that stage."));
        }
    }

    private void onTheAbsence() {
        boolean isDue = known.reached() == Stage.VERIFIED;
        if (!isDue && !wanted.isNothing()) {
            rightRecord()
                    .ifPresent(line -> notices.add(Notice.error("The record at " + domain.recordName()
                            + " is not there, so that new senders find no policy; whoever runs the zone must put it back: "
                            + line)));
        }
    }

    /** The one that senders should find now: until the current policy is seen, that of the one before it. */
    private Optional<String> rightRecord() {
        boolean isCurrent = known.isAnnounced() || known.reached() == Stage.VERIFIED;
        return isCurrent
                ? Optional.of(line(known.current()))
                : known.former().stream()
                        .filter(edition -> edition.announcedAt().isPresent())
                        .reduce((one, later) -> later)
                        .filter(edition -> edition.policy().policy().mode() != Mode.NONE) // which needs no record
                        .map(this::line);
    }

    private String line(Edition edition) {
        return ZoneLines.announcing(domain, edition.recordId()).strip();
    }

    private void onTheUnknown(Instant until) {
        notices.add(Notice.warning("When this publisher began, DNS announced a policy of " + domain
                + " that could be had nowhere: senders may hold it until " + until
                + ", and nobody knows which MX hosts it names. Keep all that there were, or restore the publicationState from"
                + " a backup; who knows that none was left out ends this by force=true."));
    }

    private void onTheClock() {
        notices.add(Notice.warning("What is kept of " + domain + " happened at " + known.touched()
                + ", and this machine says that it is earlier: its clock is wrong, or was. Whoever runs it must see to the"
                + " clock; if it is right now, force=true counts from now."));
    }

    private void onTheClocks(Duration apart) {
        notices.add(Notice.warning("This machine's clock is " + apart
                + " from where it would be by the time that has passed since this publisher began, so that what has to last is"
                + " reckoned to last longer; whoever runs it must see to the clock, and start this publisher anew."));
    }

    /** A policy that merely vanishes binds its senders all the longer (RFC 8461 section 8.3). */
    private void onTheWayOut() {
        String why = known.isAnnounced()
                ? "senders hold this one until " + known.current().heldUntil(now)
                : "some sender may hold this one, or one before it";
        notices.add(Notice.warning("Nobody wants a policy for " + domain + " any more, but " + why
                + ", so that it is served on; to leave, publish one of mode none first (RFC 8461 section 8.3)."));
    }
}
