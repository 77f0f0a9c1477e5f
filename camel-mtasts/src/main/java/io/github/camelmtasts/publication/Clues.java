package io.github.camelmtasts.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of a publication, and said of it, that counts later.
 *
 * @param recordTtl    the longest for which resolvers were seen to keep the record, or to keep that there is none
 * @param recordSeen   whether there ever was a record, so that somebody may have been told of a policy
 * @param unknownSince when a record was found of a policy that could be had nowhere, so that nobody knows what its senders hold
 * @param laggards     addresses of the policy host that were last seen to serve another policy, and when
 * @param vouchedFor   addresses where nobody is met from here, and that serve the current policy, says the operator
 */
public record Clues(
        Duration recordTtl,
        boolean recordSeen,
        Optional<Instant> unknownSince,
        Map<String, Instant> laggards,
        Set<String> vouchedFor) {

    /** Resolvers keep nothing for longer, whatever its TTL says (RFC 8767 section 4). */
    private static final Duration LONGEST_TTL = Duration.ofDays(7);

    static final Clues NONE = new Clues(ZoneLines.TTL, false, Optional.empty(), Map.of(), Set.of());

    public Clues {
        recordTtl = recordTtl.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL : recordTtl;
        laggards = Map.copyOf(laggards);
        vouchedFor = Set.copyOf(vouchedFor);
    }

    /** With what this look adds. */
    Clues after(Sighting seen, Moment now) {
        RecordSight record = seen.record();
        Duration ttl = record.ttl().compareTo(recordTtl) > 0 ? record.ttl() : recordTtl;
        boolean isThere = record.is(RecordSight.State.FOUND) || record.is(RecordSight.State.BROKEN);
        Map<String, Instant> behind = new HashMap<>(laggards);
        behind.keySet().removeAll(seen.met());
        behind.values().removeIf(at -> now.isOver(at.plus(ttl)));
        seen.serveAnother().forEach(address -> behind.put(address, now.latest()));
        Set<String> vouched = new HashSet<>(vouchedFor);
        vouched.removeAll(seen.met()); // seen is seen
        return new Clues(ttl, recordSeen || isThere, unknownSince, behind, vouched);
    }

    /** For another policy, nobody has vouched. */
    Clues ofNextPolicy() {
        return new Clues(recordTtl, recordSeen, unknownSince, laggards, Set.of());
    }

    Clues unknownFrom(Moment now) {
        return new Clues(recordTtl, recordSeen, Optional.of(now.latest()), laggards, vouchedFor);
    }

    /** The operator says that these addresses serve the current policy, and that nothing is unknown. */
    Clues vouchingFor(Set<String> addresses) {
        Set<String> all = new HashSet<>(vouchedFor);
        all.addAll(addresses);
        return new Clues(recordTtl, recordSeen, Optional.empty(), laggards, all);
    }
}
