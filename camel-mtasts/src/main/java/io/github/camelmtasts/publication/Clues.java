package io.github.camelmtasts.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was seen of a publication, and said of it, that counts later.
 *
 * @param recordTtl     the longest for which resolvers were seen to keep the record, or to keep that there is none
 * @param policyHostTtl the longest for which they were seen to keep addresses of the policy host
 * @param recordSeen    whether there ever was a record, so that somebody may have been told of a policy
 * @param unknownSince  when a record was found of a policy that could be had nowhere, so that nobody knows what its senders hold
 * @param laggards      addresses of the policy host that served another policy when they were last met, with the time since when DNS
 *                      names them no more; empty while it does
 * @param vouchedFor    addresses where nobody is met from here, and that serve the current policy, says the operator
 */
public record Clues(
        Duration recordTtl,
        Duration policyHostTtl,
        boolean recordSeen,
        Optional<Instant> unknownSince,
        Map<String, Optional<Instant>> laggards,
        Set<String> vouchedFor) {

    /** Resolvers keep nothing for longer, whatever its TTL says (RFC 8767 section 4). */
    private static final Duration LONGEST_TTL = Duration.ofDays(7);

    /** A zone that makes up another address for each look must not fill the disk; those that were there last stay. */
    static final int MOST_LAGGARDS = 100;

    static final Clues NONE = new Clues(ZoneLines.TTL, ZoneLines.TTL, false, Optional.empty(), Map.of(), Set.of());

    public Clues {
        laggards = Map.copyOf(laggards);
        vouchedFor = Set.copyOf(vouchedFor);
    }

    /** With what this look adds. */
    Clues after(Sighting seen, Moment now) {
        RecordSight record = seen.record();
        boolean isThere = record.is(RecordSight.State.FOUND) || record.is(RecordSight.State.BROKEN);
        Duration addressesLast = longer(policyHostTtl, seen.outside().policyHostTtl());
        Set<String> vouched = new HashSet<>(vouchedFor);
        vouched.removeAll(seen.met()); // seen is seen
        return new Clues(
                longer(recordTtl, record.ttl()),
                addressesLast,
                recordSeen || isThere,
                unknownSince,
                laggards(seen, addressesLast, now),
                vouched);
    }

    private Map<String, Optional<Instant>> laggards(Sighting seen, Duration addressesLast, Moment now) {
        Map<String, Optional<Instant>> behind = new HashMap<>(laggards);
        behind.keySet().removeAll(seen.met());
        if (seen.outside().policyHostTrouble().isEmpty()) { // else nobody knows what DNS names
            Set<String> named = seen.named();
            behind.replaceAll((address, gone) ->
                    named.contains(address) ? Optional.empty() : Optional.of(gone.orElse(now.latest())));
        }
        behind.values()
                .removeIf(gone ->
                        gone.filter(at -> now.isOver(at.plus(addressesLast))).isPresent());
        seen.serveAnother().forEach(address -> behind.put(address, Optional.empty()));
        return lastGone(behind);
    }

    private static Map<String, Optional<Instant>> lastGone(Map<String, Optional<Instant>> laggards) {
        return laggards.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.<Optional<Instant>, Instant>comparing(gone -> gone.orElse(Instant.MAX))
                                .reversed()))
                .limit(MOST_LAGGARDS)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Duration longer(Duration known, Duration seen) {
        Duration counts = seen.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL : seen;
        return counts.compareTo(known) > 0 ? counts : known;
    }

    /** For another policy, nobody has vouched. */
    Clues ofNextPolicy() {
        return new Clues(recordTtl, policyHostTtl, recordSeen, unknownSince, laggards, Set.of());
    }

    Clues unknownFrom(Moment now) {
        return new Clues(recordTtl, policyHostTtl, recordSeen, Optional.of(now.latest()), laggards, vouchedFor);
    }

    /** The operator says that these addresses serve the current policy, that nothing is unknown, and that nothing is later than this. */
    Clues vouchingFor(Set<String> addresses, Instant latest) {
        Set<String> all = new HashSet<>(vouchedFor);
        all.addAll(addresses);
        Map<String, Optional<Instant>> behind = new HashMap<>(laggards);
        behind.replaceAll((address, gone) -> gone.map(at -> at.isBefore(latest) ? at : latest));
        return new Clues(recordTtl, policyHostTtl, recordSeen, Optional.empty(), behind, all);
    }

    /** When any of it happened. */
    Stream<Instant> instants() {
        return Stream.concat(unknownSince.stream(), laggards.values().stream().flatMap(Optional::stream));
    }
}
