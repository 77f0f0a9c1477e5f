package io.github.camelmtasts;

/** How an operation that answers puts its answer into the body. */
public enum OutputFormat {
    /** As a Java object. */
    OBJECT,
    /** As JSON text. */
    JSON,
    /** As text for a person at a terminal; of check alone. */
    TEXT
}
