package io.github.camelmtasts.publication;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A policy on its way through a roll-over.
 *
 * @param policy      what is served
 * @param recordId    of the record that announces it
 * @param servedSince when it was first served
 * @param verifiedAt  when each address of the policy host was first seen to serve it
 * @param announcedAt when its record was first seen in DNS
 * @param replacedAt  when each address was seen to serve another one; empty while one may still serve this
 */
public record Edition(
        PublishedPolicy policy,
        String recordId,
        Instant servedSince,
        Optional<Instant> verifiedAt,
        Optional<Instant> announcedAt,
        Optional<Instant> replacedAt) {

    /** What comes before the number of an id that is not the first one of its text. */
    private static final String NEXT = "r";

    static Edition servedFrom(Moment now, PublishedPolicy policy, String recordId) {
        return new Edition(policy, recordId, now.latest(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same text from now on, under an id that nobody has seen. */
    Edition servedAgain(Moment now) {
        return servedFrom(now, policy, nextId());
    }

    /** The same under another id, of which nobody has been told. */
    Edition renamed() {
        return new Edition(policy, nextId(), servedSince, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private String nextId() {
        return policy.recordId() + NEXT + (count() + 1);
    }

    private int count() {
        String first = policy.recordId();
        return recordId.equals(first)
                ? 0
                : Integer.parseInt(recordId, first.length() + NEXT.length(), recordId.length(), 10);
    }

    /** Whether it has, or once had, this id. */
    boolean hadId(String id) {
        return isIdOf(policy, id);
    }

    static boolean isIdOf(PublishedPolicy policy, String id) {
        return id.matches(policy.recordId() + "(" + NEXT + "[1-9][0-9]{0,8})?");
    }

    Edition verified(Moment now) {
        return new Edition(policy, recordId, servedSince, Optional.of(now.latest()), announcedAt, replacedAt);
    }

    Edition announced(Moment now) {
        return new Edition(policy, recordId, servedSince, verifiedAt, Optional.of(now.latest()), replacedAt);
    }

    Edition replaced(Moment now) {
        return replacedAt.isPresent()
                ? this
                : new Edition(policy, recordId, servedSince, verifiedAt, announcedAt, Optional.of(now.latest()));
    }

    /** Since some address was seen to serve another one, or to serve this one again. */
    Edition doubted() {
        return new Edition(policy, recordId, servedSince, Optional.empty(), announcedAt, Optional.empty());
    }

    /** The same, with nothing after this. */
    Edition notAfter(Instant latest) {
        return new Edition(
                policy,
                recordId,
                earlier(servedSince, latest),
                verifiedAt.map(at -> earlier(at, latest)),
                announcedAt.map(at -> earlier(at, latest)),
                replacedAt.map(at -> earlier(at, latest)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** When something last happened to it. */
    Instant touched() {
        return Stream.of(verifiedAt, announcedAt, replacedAt)
                .flatMap(Optional::stream)
                .reduce(servedSince, (one, other) -> one.isAfter(other) ? one : other);
    }

    boolean isHeldAt(Moment now) {
        return !now.isOver(heldUntil(now));
    }

    /** Until when some sender may go by it: who fetched it last keeps it for max_age (RFC 8461 section 3.2). */
    Instant heldUntil(Moment now) {
        return replacedAt.orElse(now.latest()).plus(policy.policy().maxAge());
    }
}
