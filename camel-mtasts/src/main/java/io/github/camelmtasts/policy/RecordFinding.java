package io.github.camelmtasts.policy;

/**
 * What the TXT records at {@code _mta-sts.} of a domain come to. Everything but {@link Found} means that there is no new
 * policy to fetch; a policy fetched earlier stays in force (RFC 8461 section 3.1 and 5.1).
 */
public sealed interface RecordFinding {

    /** Exactly one valid record. */
    record Found(StsRecord record) implements RecordFinding {}

    /** No record of ours: the domain does not take part. */
    record Absent() implements RecordFinding {}

    /** Several records that begin with {@code v=STSv1;}; the owner must leave one. */
    record Ambiguous(int count) implements RecordFinding {}

    /** One record that breaks the grammar; the owner must mend it. */
    record Malformed(String fault) implements RecordFinding {}
}
