package io.github.camelmtasts.discovery;

/** Where a decision came from. */
public enum PolicySource {
    /** A policy that was fetched for an earlier mail, and is in force. */
    KEPT,
    /** A policy that was fetched now. */
    FETCHED,
    /** There is none: no record, no policy behind it, or it says so itself. */
    NONE,
    /** DNS or the store could not say. */
    UNKNOWN,
    /** The operator said so; nobody was asked. */
    OVERRIDE
}
