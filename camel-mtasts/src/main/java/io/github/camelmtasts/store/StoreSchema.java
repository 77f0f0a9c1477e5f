package io.github.camelmtasts.store;

/** What to do at the start about the tables in which policies are kept. */
public enum StoreSchema {
    /** Create those that are not there. */
    CREATE,
    /** Touch nothing; a missing one ends the start, with the SQL to run. */
    VALIDATE
}
