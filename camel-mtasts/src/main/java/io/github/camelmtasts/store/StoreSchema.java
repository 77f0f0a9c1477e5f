package io.github.camelmtasts.store;

/** What to do at the start about the table in which policies are kept. */
public enum StoreSchema {
    /** Create it, unless it is there. */
    CREATE,
    /** Touch nothing; a missing table ends the start, with the SQL to run. */
    VALIDATE
}
