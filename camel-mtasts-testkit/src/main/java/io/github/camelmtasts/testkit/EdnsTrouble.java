package io.github.camelmtasts.testkit;

/** What a DNS server of before EDNS does with a query that has an OPT record (RFC 6891 section 7). */
public enum EdnsTrouble {
    /** Answers FORMERR, with the question. */
    FORMERR,
    /** Answers FORMERR with a header and nothing else. */
    BARE_FORMERR,
    /** Answers NOTIMP. */
    NOTIMP,
    /** Answers SERVFAIL without an OPT record. */
    SERVFAIL,
    /** Does not know version 0. */
    BADVERS,
    /** Drops it. */
    SILENCE
}
