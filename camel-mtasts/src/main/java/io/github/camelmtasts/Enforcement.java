package io.github.camelmtasts;

/** Whether policies stop mail. */
public enum Enforcement {
    /** What a policy in mode enforce forbids does not happen. */
    ENFORCE,
    /** Every policy counts as one in testing: what it would have stopped goes out, and the report says so. */
    OBSERVE
}
