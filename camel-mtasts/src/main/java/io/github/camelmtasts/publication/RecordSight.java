package io.github.camelmtasts.publication;

import java.time.Duration;

/**
 * The record that DNS has.
 *
 * @param state   what came of asking for it
 * @param id      its id; empty unless there is exactly one that is valid
 * @param trouble what is wrong with it, for a person; empty if nothing is
 * @param ttl     for how long resolvers go by this answer, as far as can be seen; the one that we asked may have kept it for a while
 */
public record RecordSight(State state, String id, String trouble, Duration ttl) {

    /** What came of asking for it. */
    public enum State {
        /** There is one. */
        FOUND,
        /** DNS says that there is none. */
        ABSENT,
        /** There are several, or one that is not valid: for senders there is none (RFC 8461 section 3.1). */
        BROKEN,
        /** DNS cannot say. */
        UNKNOWN
    }

    /** One that is valid. */
    public static RecordSight found(String id, Duration ttl) {
        return new RecordSight(State.FOUND, id, "", ttl);
    }

    /** None. */
    public static RecordSight absent(Duration ttl) {
        return new RecordSight(State.ABSENT, "", "is not there", ttl);
    }

    /** Several, or one that is not valid: "is there 2 times". */
    public static RecordSight broken(String trouble, Duration ttl) {
        return new RecordSight(State.BROKEN, "", trouble, ttl);
    }

    /** DNS cannot say, for this reason. */
    public static RecordSight unknown(String detail) {
        return new RecordSight(State.UNKNOWN, "", "cannot be looked up (" + detail + ")", Duration.ZERO);
    }

    boolean is(State other) {
        return state == other;
    }
}
