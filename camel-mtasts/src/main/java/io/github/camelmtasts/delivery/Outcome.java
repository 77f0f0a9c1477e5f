package io.github.camelmtasts.delivery;

/** What came of a delivery, from good to bad. */
public enum Outcome {
    /** The MX host has accepted responsibility. */
    DELIVERED,
    /** Not delivered; may be tried again. */
    DEFERRED,
    /** Not delivered; trying again is of no use. */
    FAILED
}
