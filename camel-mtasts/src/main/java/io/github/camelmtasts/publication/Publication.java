package io.github.camelmtasts.publication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;

/**
 * What a domain publishes, and what it published before that senders may still hold. Immutable.
 *
 * @param current what is served
 * @param former  in the order in which they were served
 * @param stage   what the last step came to
 */
public record Publication(Edition current, List<Edition> former, Stage stage) {

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

    /** Some address does not serve the current policy, so that a former one may be fetched again. */
    Publication doubted() {
        return new Publication(
                current.doubted(), former.stream().map(Edition::doubted).toList(), stage);
    }

    Publication announced(Instant now) {
        return new Publication(current.announced(now), former, stage);
    }

    /** The former policies that some sender may hold. */
    List<Edition> heldAt(Instant now) {
        return former.stream()
                .filter(edition -> edition.heldUntil(now).isAfter(now))
                .toList();
    }

    /** The same without the former policies that nobody can hold any more. */
    Publication withoutRunOut(Instant now) {
        return new Publication(current, heldAt(now), stage);
    }

    /** When all senders go by the current policy: no resolver has the former record, and no sender a former policy. */
    Instant settledAt(Instant now) {
        Instant recordKnown = current.announcedAt().orElse(now).plus(ZoneLines.TTL);
        return former.stream()
                .map(edition -> edition.heldUntil(now))
                .reduce(recordKnown, (one, other) -> one.isAfter(other) ? one : other);
    }

    Optional<Edition> lastFormer() {
        return former.isEmpty() ? Optional.empty() : Optional.of(former.get(former.size() - 1));
    }
}
