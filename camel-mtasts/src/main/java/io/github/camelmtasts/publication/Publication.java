package io.github.camelmtasts.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.DomainName;

/**
 * What a domain publishes, and what it published before that senders may still hold. Immutable.
 *
 * @param current what is served
 * @param former  in the order in which they were served
 * @param stage   what the last step came to
 */
public record Publication(Edition current, List<Edition> former, Stage stage) {

    /** A machine that starts with its clock ahead ends all former policies; once the clock is right they count again. */
    private static final Duration KEPT_AFTER_ITS_END = Duration.ofDays(30);

    /** A server that makes up another policy for each request must not fill the disk. */
    private static final int MOST_FORMER = 100;

    public Publication {
        former = List.copyOf(former);
    }

    static Publication first(PublishedPolicy policy, Instant now) {
        return new Publication(Edition.servedFrom(now, policy), List.of(), Stage.SERVED);
    }

    public DomainName domain() {
        return current.policy().domain();
    }

    Publication followedBy(PublishedPolicy policy, Instant now) {
        List<Edition> before = new ArrayList<>(former);
        before.add(current);
        return new Publication(Edition.servedFrom(now, policy), before, Stage.SERVED);
    }

    Publication at(Stage reached) {
        return new Publication(current, former, reached);
    }

    /** From now on nobody can fetch a former policy any more. */
    Publication verified(Instant now) {
        return new Publication(
                current.verified(now),
                former.stream().map(edition -> edition.replaced(now)).toList(),
                stage);
    }

    /** Some address does not serve the current policy, so that a former one that is still about may be fetched again. */
    Publication doubted(Instant now) {
        return new Publication(
                current.doubted(),
                former.stream()
                        .map(edition -> edition.isHeldAt(now) ? edition.doubted() : edition)
                        .toList(),
                stage);
    }

    /** These are served somewhere, too: we may have forgotten them, or never known of them. */
    Publication besides(List<PublishedPolicy> served, Instant now) {
        List<PublishedPolicy> known = Stream.concat(Stream.of(current), heldAt(now).stream())
                .map(Edition::policy)
                .toList();
        Stream<Edition> strays = served.stream()
                .filter(policy -> !known.contains(policy))
                .distinct()
                .limit(Math.max(0, MOST_FORMER - former.size()))
                .map(policy -> Edition.servedFrom(now, policy));
        return new Publication(current, Stream.concat(strays, former.stream()).toList(), stage);
    }

    /** Its record is in DNS; before it was seen everywhere that is too early, and does not count. */
    Publication seenInDns(Instant now) {
        return current.verifiedAt().isPresent() && current.announcedAt().isEmpty()
                ? new Publication(current.announced(now), former, stage)
                : this;
    }

    /** The former policies that some sender may hold. */
    List<Edition> heldAt(Instant now) {
        return former.stream().filter(edition -> edition.isHeldAt(now)).toList();
    }

    /** The same without the former policies that nobody has been able to hold for long. */
    Publication withoutRunOut(Instant now) {
        Instant longAgo = now.minus(KEPT_AFTER_ITS_END);
        return new Publication(
                current,
                former.stream()
                        .filter(edition -> edition.heldUntil(now).isAfter(longAgo))
                        .toList(),
                stage);
    }

    /** When all senders go by the current policy: no resolver has the former record, and no sender a former policy. */
    Instant settledAt(Instant now) {
        Instant recordKnown = current.announcedAt().orElse(now).plus(ZoneLines.TTL);
        return former.stream()
                .map(edition -> edition.heldUntil(now))
                .reduce(recordKnown, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** The one that senders went by before, if one ever was announced. */
    Optional<Edition> lastAnnounced() {
        return former.stream()
                .filter(edition -> edition.announcedAt().isPresent())
                .reduce((one, later) -> later);
    }

    Optional<PublishedPolicy> lastHeld(Instant now) {
        return heldAt(now).stream().map(Edition::policy).reduce((one, later) -> later);
    }
}
