package io.github.camelmtasts.publication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Policy;

/**
 * What a domain publishes, what it published before that senders may still hold, and what happened to it: all that the next step
 * of its roll-over must know. Immutable.
 *
 * @param current what is served
 * @param former  in the order in which they were served
 * @param reached how far the current policy had come at the last step
 * @param told    which stage the last report had
 * @param clues   what else was seen
 */
public record Publication(Edition current, List<Edition> former, Stage reached, Stage told, Clues clues) {

    /** A server that makes up another policy for each request must not fill the disk; those that are held longest stay. */
    static final int MOST_FORMER = 50;

    public Publication {
        former = longestHeld(former);
    }

    private static List<Edition> longestHeld(List<Edition> editions) {
        if (editions.size() <= MOST_FORMER) {
            return List.copyOf(editions);
        }
        Set<Edition> longest = new HashSet<>(editions.stream()
                .sorted(Comparator.<Edition, Instant>comparing(edition -> edition.replacedAt()
                                .orElse(Instant.MAX.minus(Policy.MAX_MAX_AGE))
                                .plus(edition.policy().policy().maxAge()))
                        .reversed())
                .limit(MOST_FORMER)
                .toList());
        return editions.stream().filter(longest::contains).toList();
    }

    /** The first one that we know of; its id may be in DNS already. */
    static Publication first(PublishedPolicy policy, String recordId, Moment now) {
        return new Publication(
                Edition.servedFrom(now, policy, recordId), List.of(), Stage.SERVED, Stage.SERVED, Clues.NONE);
    }

    public DomainName domain() {
        return current.policy().domain();
    }

    public PublishedPolicy policy() {
        return current.policy();
    }

    private Publication with(Edition now, List<Edition> before) {
        return new Publication(now, before, reached, told, clues);
    }

    private Publication with(Clues other) {
        return new Publication(current, former, reached, told, other);
    }

    Publication at(Stage stage) {
        return new Publication(current, former, stage, told, clues);
    }

    Publication told(Stage stage) {
        return new Publication(current, former, reached, stage, clues);
    }

    /** Another policy from now on. A text that was served before is another instance of its policy. */
    Publication followedBy(PublishedPolicy policy, Moment now) {
        List<Edition> before = new ArrayList<>(former);
        before.add(current);
        Edition next = before.stream()
                .filter(edition -> edition.policy().equals(policy))
                .reduce((one, later) -> later)
                .map(edition -> edition.servedAgain(now))
                .orElseGet(() -> Edition.servedFrom(now, policy, policy.recordId()));
        return new Publication(next, before, Stage.SERVED, told, clues.ofNextPolicy());
    }

    /** What this look says of it. */
    Publication after(Outside outside, Moment now) {
        Publication known = with(clues.after(new Sighting(this, outside), now));
        Sighting seen = new Sighting(known, outside);
        boolean inDns = seen.record().id().equals(current.recordId());
        boolean wasHandedOut = isAnnounced() || reached == Stage.VERIFIED;
        if (seen.seesAnother()) {
            Publication doubted = known.doubted(now).besides(seen.others(), now);
            known = inDns || wasHandedOut ? doubted.renamed() : doubted;
        } else if (inDns && !isAnnounced()) {
            known = current.verifiedAt().isPresent() ? known.announced(now) : known.renamed();
        }
        return seen.isEverywhere() && known.current.verifiedAt().isEmpty() ? known.verified(now) : known;
    }

    /** From now on nobody can fetch a former policy any more. */
    private Publication verified(Moment now) {
        return with(
                current.verified(now),
                former.stream().map(edition -> edition.replaced(now)).toList());
    }

    /** Some address does not serve the current policy, so that a former one that is still about may be fetched again. */
    private Publication doubted(Moment now) {
        return with(
                current.doubted(),
                former.stream()
                        .map(edition -> edition.isHeldAt(now) ? edition.doubted() : edition)
                        .toList());
    }

    /**
     * The same under another id, for some sender may keep another policy under this one, and would not look again. An id must be
     * that of one instance of a policy (RFC 8461 section 3.1). That the former id was announced is not forgotten.
     */
    private Publication renamed() {
        List<Edition> before = new ArrayList<>(former);
        if (isAnnounced()) {
            before.removeIf(edition -> edition.policy().equals(policy()));
            before.add(current);
        }
        return with(current.renamed(), before);
    }

    /** These are served somewhere, too: we may have forgotten them, or never known of them. */
    Publication besides(List<PublishedPolicy> served, Moment now) {
        List<PublishedPolicy> known = heldAt(now).stream().map(Edition::policy).toList();
        Stream<Edition> strays = served.stream()
                .filter(policy -> !known.contains(policy) && !policy.equals(policy()))
                .distinct()
                .map(policy -> Edition.servedFrom(now, policy, policy.recordId()));
        return with(current, Stream.concat(strays, former.stream()).toList());
    }

    /** The record announces it, whoever put it there. */
    Publication announced(Moment now) {
        return with(current.announced(now), former);
    }

    /** A record was there before it, and nobody knows of which policy. */
    Publication afterUnknown(Moment now) {
        return with(clues.unknownFrom(now));
    }

    /** The operator says that these addresses serve it, that all before it is known, and that the clock is right now. */
    Publication vouched(Set<String> addresses, Moment now) {
        return with(
                        current.notAfter(now.latest()),
                        former.stream()
                                .map(edition -> edition.notAfter(now.latest()))
                                .toList())
                .with(clues.vouchingFor(addresses, now.latest()));
    }

    /** When something last happened to it. */
    Instant touched() {
        return Stream.concat(former.stream().map(Edition::touched), clues.instants())
                .reduce(current.touched(), Publication::later);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Of the record to have in DNS; empty if the one that is there should stay, or may go. */
    public Optional<String> recordToHave() {
        boolean isAny = reached == Stage.VERIFIED || reached == Stage.ANNOUNCED || reached == Stage.SETTLED;
        return isAny ? Optional.of(current.recordId()) : Optional.empty();
    }

    /** Whether nobody can hold this policy, or one before it: there was never a record. */
    boolean wasNeverTold(Moment now) {
        return !clues.recordSeen()
                && clues.unknownSince().isEmpty()
                && heldAt(now).isEmpty();
    }

    boolean isAnnounced() {
        return current.announcedAt().isPresent();
    }

    /** The former policies that some sender may hold. Who holds the current one under another id goes by it as well. */
    List<Edition> heldAt(Moment now) {
        return former.stream()
                .filter(edition -> edition.isHeldAt(now) && !edition.policy().equals(policy()))
                .toList();
    }

    /**
     * When all senders go by the current policy: no resolver has the former record, and no sender a former policy. That the record
     * is known is so for good, whatever TTL it gets later.
     */
    Instant settledAt(Moment now) {
        boolean isKnown = reached == Stage.SETTLED || reached == Stage.REMOVABLE;
        Instant recordKnown = isKnown
                ? Instant.MIN
                : current.announcedAt().orElse(now.latest()).plus(clues.recordTtl());
        return Stream.concat(heldAt(now).stream().map(edition -> edition.heldUntil(now)), unknownUntil().stream())
                .reduce(recordKnown, Publication::later);
    }

    /** Until when some sender may hold a policy that nobody knows. */
    Optional<Instant> unknownUntil() {
        return clues.unknownSince().map(since -> since.plus(Policy.MAX_MAX_AGE));
    }

    Optional<PublishedPolicy> lastHeld(Moment now) {
        return heldAt(now).stream().map(Edition::policy).reduce((one, later) -> later);
    }
}
