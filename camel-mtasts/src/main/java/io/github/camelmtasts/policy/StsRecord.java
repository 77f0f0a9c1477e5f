package io.github.camelmtasts.policy;

import java.util.List;

/**
 * The TXT record by which a domain says that it has a policy, and which edition of it is current (RFC 8461 section 3.1).
 *
 * @param id 1 to 32 letters and digits; compared for equality alone
 */
public record StsRecord(String id) {

    private static final String PLAIN = "v=STSv1; id=";

    private static final String PREFIX = "v=STSv1;";

    /**
     * Whether these records are, to the letter, one record of this id in its plainest form, as nearly all are. Spares those who
     * ask for each mail to read it; a "no" says nothing.
     *
     * @param id one that was read from a record before
     */
    public static boolean arePlainly(String id, List<String> records) {
        String record = records.size() == 1 ? records.get(0) : "";
        int end = PLAIN.length() + id.length();
        return record.startsWith(PLAIN)
                && record.startsWith(id, PLAIN.length())
                && (record.length() == end || (record.length() == end + 1 && record.charAt(end) == ';'));
    }

    /**
     * Picks and reads the record by the rules of RFC 8461.
     *
     * @param records one string per TXT record, its character-strings joined with nothing between
     */
    public static RecordFinding parse(List<String> records) {
        return parse(records, Dialect.RFC8461);
    }

    /** As {@link #parse(List)}, by the rules of the given dialect. */
    public static RecordFinding parse(List<String> records, Dialect dialect) {
        int candidates = 0;
        String ours = "";
        for (String text : records) {
            if (text.startsWith(PREFIX)) {
                candidates++;
                ours = text;
            }
        }
        if (candidates > 1) {
            return new RecordFinding.Ambiguous(candidates);
        }
        if (candidates == 1) {
            return new StsRecordReader(ours, dialect).read();
        }
        // a record that stands alone need not begin with the literal prefix, as long as it fits the grammar
        return records.size() == 1 && StsRecordReader.isLooselyOurs(records.get(0), dialect)
                ? new StsRecordReader(records.get(0), dialect).read()
                : new RecordFinding.Absent();
    }
}
