package io.github.camelmtasts.policy;

import org.jspecify.annotations.Nullable;

/** The grammar of one TXT record (RFC 8461 section 3.1, draft-06 section 3.1), read in one pass: every mail asks for it. */
final class StsRecordReader {

    /** In characters. An honest record has some 30; the bound keeps a hostile one from costing time. */
    private static final int MAX_LENGTH = 4096;

    /** In characters (RFC 8461 section 3.1). */
    private static final int MAX_ID_LENGTH = 32;

    private final String text;
    private final Dialect dialect;
    private @Nullable String id;
    private @Nullable String fault;

    StsRecordReader(String text, Dialect dialect) {
        this.text = text;
        this.dialect = dialect;
    }

    /**
     * Whether a record begins with the version as the grammar writes it, which is laxer than the prefix rule: RFC 8461
     * (erratum 6285) lets white space stand before the semicolon, the draft round the equals sign too.
     */
    static boolean isLooselyOurs(String text, Dialect dialect) {
        int end = text.indexOf(';');
        if (end < 0 || !text.startsWith("v")) {
            return false;
        }
        int equals = dialect == Dialect.DRAFT06 ? Abnf.behindWhiteSpace(text, 1, end) : 1;
        if (!text.startsWith("=", equals)) {
            return false;
        }
        int version = dialect == Dialect.DRAFT06 ? Abnf.behindWhiteSpace(text, equals + 1, end) : equals + 1;
        return Abnf.isWord("STSv1", text, version, Abnf.beforeWhiteSpace(text, version, end));
    }

    /** Reads a record that is ours, whatever it holds behind the version. */
    RecordFinding read() {
        if (text.length() > MAX_LENGTH) {
            return new RecordFinding.Malformed("it is longer than " + MAX_LENGTH + " characters");
        }
        int start = fieldBehind(text.indexOf(';'));
        boolean rightBehindVersion = true;
        while (start < text.length() && fault == null) { // one delimiter may trail
            int delimiter = text.indexOf(';', start);
            readField(start, delimiter, rightBehindVersion);
            rightBehindVersion = false;
            start = delimiter < 0 ? text.length() : fieldBehind(delimiter);
        }
        return fault != null ? new RecordFinding.Malformed(fault) : finding();
    }

    private int fieldBehind(int delimiter) {
        return Abnf.behindWhiteSpace(text, delimiter + 1, text.length());
    }

    /** Name, equals sign, value; white space behind the value belongs to the delimiter, and without one to nobody. */
    private void readField(int start, int delimiter, boolean rightBehindVersion) {
        int end = delimiter < 0 ? text.length() : Abnf.beforeWhiteSpace(text, start, delimiter);
        int endOfName = Abnf.endOfName(text, start, end);
        int equals = spaceIfDraft(endOfName, end);
        int value = spaceIfDraft(equals + 1, end);
        if (endOfName == start || !text.startsWith("=", equals) || !isValue(value, end)) {
            fault = "'" + Untrusted.text(text.substring(start, end), 80) + "' is no field of the form name=value";
        } else if (id == null && Abnf.isWord("id", text, start, endOfName)) {
            // RFC 8461 section 3.2, last paragraph: of fields with one name the first counts
            id = text.substring(value, end);
            if (dialect == Dialect.DRAFT06 && !rightBehindVersion) {
                fault = "id must stand right behind v (draft-06 section 3.1)";
            }
        }
    }

    /** In draft-06 section 3.1 white space may stand round every equals sign, in RFC 8461 nowhere. */
    private int spaceIfDraft(int start, int end) {
        return dialect == Dialect.DRAFT06 ? Abnf.behindWhiteSpace(text, start, end) : start;
    }

    /** Visible US-ASCII without the semicolon, which cannot be here, and the equals sign. */
    private boolean isValue(int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '=') {
                return false;
            }
        }
        return start < end;
    }

    private RecordFinding finding() {
        if (id == null) {
            return new RecordFinding.Malformed("it has no id");
        }
        return isId(id)
                ? new RecordFinding.Found(new StsRecord(id))
                : new RecordFinding.Malformed("id '" + Untrusted.text(id, 40) + "' is not 1 to 32 letters and digits");
    }

    private static boolean isId(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!Abnf.isLetterOrDigit(value.charAt(i))) {
                return false;
            }
        }
        return value.length() <= MAX_ID_LENGTH;
    }
}
