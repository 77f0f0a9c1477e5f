package io.github.camelmtasts.publication;

import java.time.Duration;
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
 * @param current      what is served
 * @param former       in the order in which they were served
 * @param reached      how far the current policy had come at the last step
 * @param told         which stage the last report had
 * @param vouchedFor   addresses of the policy host that cannot be seen from here, and serve the current policy, says the operator
 * @param recordTtl    the longest for which resolvers were seen to keep the record, or to keep that there is none
 * @param unknownSince when a record was found of a policy that nobody served any more, so that nobody knows what its senders hold
 */
public record Publication(
        Edition current,
        List<Edition> former,
        Stage reached,
        Stage told,
        Set<String> vouchedFor,
        Duration recordTtl,
        Optional<Instant> unknownSince) {

    /** A server that makes up another policy for each request must not fill the disk; those that are held longest stay. */
    static final int MOST_FORMER = 50;

    /** Resolvers keep nothing for longer, whatever its TTL says (RFC 8767 section 4). */
    private static final Duration LONGEST_TTL = Duration.ofDays(7);

    public Publication {
        former = longestHeld(former);
        vouchedFor = Set.copyOf(vouchedFor);
        recordTtl = recordTtl.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL : recordTtl;
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

    static Publication first(PublishedPolicy policy, Moment now) {
        return new Publication(
                Edition.servedFrom(now, policy),
                List.of(),
                Stage.SERVED,
                Stage.SERVED,
                Set.of(),
                ZoneLines.TTL,
                Optional.empty());
    }

    public DomainName domain() {
        return current.policy().domain();
    }

    public PublishedPolicy policy() {
        return current.policy();
    }

    private Publication with(Edition now, List<Edition> before) {
        return new Publication(now, before, reached, told, vouchedFor, recordTtl, unknownSince);
    }

    /** Another policy from now on. A text that was served before is another instance of its policy. */
    Publication followedBy(PublishedPolicy policy, Moment now) {
        List<Edition> before = new ArrayList<>(former);
        before.add(current);
        Edition next = before.stream()
                .filter(edition -> edition.policy().equals(policy))
                .reduce((one, later) -> later)
                .map(edition -> edition.servedAgain(now))
                .orElseGet(() -> Edition.servedFrom(now, policy));
        return new Publication(next, before, Stage.SERVED, told, Set.of(), recordTtl, unknownSince);
    }

    /** What this look says of it. */
    Publication after(Sighting seen, Moment now) {
        Publication known = keepingRecordsFor(seen.record().ttl());
        boolean inDns = seen.record().id().equals(current.recordId());
        if (seen.seesAnother()) {
            known = known.doubted(now).besides(seen.others(), now);
            known = inDns || current.announcedAt().isPresent()
                    ? known.with(known.current.renamed(), known.former)
                    : known;
        } else if (inDns && current.announcedAt().isEmpty()) {
            known = known.with(
                    current.verifiedAt().isPresent() ? current.announced(now) : current.renamed(), known.former);
        }
        return seen.isEverywhere() && known.current.verifiedAt().isEmpty() ? known.verified(now) : known;
    }

    private Publication keepingRecordsFor(Duration ttl) {
        return ttl.compareTo(recordTtl) <= 0
                ? this
                : new Publication(current, former, reached, told, vouchedFor, ttl, unknownSince);
    }

    /** From now on nobody can fetch a former policy any more. */
    private Publication verified(Moment now) {
        return with(
                current.verified(now),
                former.stream().map(edition -> edition.replaced(now)).toList());
    }

    /** Some address does not serve the current policy, so that a former one that is still about may be fetched again. */
    Publication doubted(Moment now) {
        return with(
                current.doubted(),
                former.stream()
                        .map(edition -> edition.isHeldAt(now) ? edition.doubted() : edition)
                        .toList());
    }

    /** These are served somewhere, too: we may have forgotten them, or never known of them. */
    Publication besides(List<PublishedPolicy> served, Moment now) {
        List<PublishedPolicy> known = heldAt(now).stream().map(Edition::policy).toList();
        Stream<Edition> strays = served.stream()
                .filter(policy -> !known.contains(policy) && !policy.equals(policy()))
                .distinct()
                .map(policy -> Edition.servedFrom(now, policy));
        return with(current, Stream.concat(strays, former.stream()).toList());
    }

    /** The record announces it already, whoever put it there. */
    Publication announced(Moment now) {
        return with(current.announced(now), former);
    }

    /** A record was there before it, and nobody knows of which policy. */
    Publication afterUnknown(Moment now) {
        return new Publication(current, former, reached, told, vouchedFor, recordTtl, Optional.of(now.latest()));
    }

    /** The operator says that these addresses serve it, that all before it is known, and that the clock is right now. */
    Publication vouched(Set<String> addresses, Moment now) {
        Set<String> all = new HashSet<>(vouchedFor);
        all.addAll(addresses);
        return new Publication(
                current.notAfter(now.latest()),
                former.stream().map(edition -> edition.notAfter(now.latest())).toList(),
                reached,
                told,
                all,
                recordTtl,
                Optional.empty());
    }

    Publication at(Stage stage) {
        return new Publication(current, former, stage, told, vouchedFor, recordTtl, unknownSince);
    }

    Publication told(Stage stage) {
        return new Publication(current, former, reached, stage, vouchedFor, recordTtl, unknownSince);
    }

    /** When something last happened to it. */
    Instant touched() {
        return former.stream()
                .map(Edition::touched)
                .reduce(current.touched(), (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Of the record to have in DNS; empty if the one that is there should stay. */
    public Optional<String> recordToHave() {
        return current.verifiedAt().map(verified -> current.recordId());
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

    /** When all senders go by the current policy: no resolver has the former record, and no sender a former policy. */
    Instant settledAt(Moment now) {
        Instant recordKnown = current.announcedAt().orElse(now.latest()).plus(recordTtl);
        return Stream.concat(heldAt(now).stream().map(edition -> edition.heldUntil(now)), unknownUntil().stream())
                .reduce(recordKnown, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Until when some sender may hold a policy that nobody knows. */
    Optional<Instant> unknownUntil() {
        return unknownSince.map(since -> since.plus(Policy.MAX_MAX_AGE));
    }

    Optional<PublishedPolicy> lastHeld(Moment now) {
        return heldAt(now).stream().map(Edition::policy).reduce((one, later) -> later);
    }
}
