package io.github.camelmtasts.publication;

import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;

/**
 * What a sender gets from the policy host at one address.
 *
 * @param address where we asked
 * @param dialect which file we asked for
 * @param state   what came of it
 * @param text    the file that came; empty if none came
 * @param trouble why none came, and who can mend it; empty if one did
 */
public record PolicyHostSight(String address, Dialect dialect, State state, Optional<String> text, String trouble) {

    /** What came of asking. */
    public enum State {
        /** A file. */
        SERVED,
        /** No file: senders get none there either. */
        FAILED,
        /** Nobody was met there, by us; senders may have other ways. */
        UNMET,
        /** We had no time to ask. */
        UNASKED,
        /** Nobody asked there, as the operator wants it or no sender can. */
        LEFT_OUT
    }

    /** This file came. */
    public static PolicyHostSight served(String address, Dialect dialect, String text) {
        return new PolicyHostSight(address, dialect, State.SERVED, Optional.of(text), "");
    }

    /** None came, in this way. */
    public static PolicyHostSight without(State state, String address, Dialect dialect, String trouble) {
        return new PolicyHostSight(address, dialect, state, Optional.empty(), trouble);
    }

    boolean is(State other) {
        return state == other;
    }
}
