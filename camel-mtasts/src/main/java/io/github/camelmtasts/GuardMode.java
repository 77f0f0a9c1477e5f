package io.github.camelmtasts;

/** Whether a guard stops mail. */
public enum GuardMode {
    /** Mail goes out as without a guard; what would have been stopped is told and counted. */
    OBSERVE,
    /** What the guard demands is demanded. */
    ENFORCE
}
