package io.github.camelmtasts.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The TXT record by which a domain says that it has a policy, and which edition of it is current (RFC 8461 section 3.1).
 *
 * @param id 1 to 32 letters and digits; compared for equality alone
 */
public record StsRecord(String id) {

    /** In characters. An honest record has some 30; the bound keeps a hostile one from costing time. */
    private static final int MAX_LENGTH = 4096;

    private static final String PREFIX = "v=STSv1;";

    /** RFC 8461 erratum 6285: the grammar lets white space stand before the semicolon, the prefix rule does not. */
    private static final Pattern LOOSE_PREFIX = Pattern.compile("v=STSv1[ \\t]+;.*");

    private static final Pattern LOOSE_DRAFT_PREFIX = Pattern.compile("v[ \\t]*=[ \\t]*STSv1[ \\t]*;.*");

    private static final Pattern DELIMITER = Pattern.compile("[ \\t]*;[ \\t]*");

    private static final Pattern FIELD =
            Pattern.compile("(?<name>[A-Za-z0-9][A-Za-z0-9_.-]{0,31})=(?<value>[\\x21-\\x3A\\x3C\\x3E-\\x7E]+)");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");

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
        List<String> candidates =
                records.stream().filter(text -> text.startsWith(PREFIX)).toList();
        if (candidates.size() > 1) {
            return new RecordFinding.Ambiguous(candidates.size());
        }
        return candidates.stream()
                .findFirst()
                .or(() -> lonelyRecord(records, dialect))
                .map(text -> read(text, dialect))
                .orElseGet(RecordFinding.Absent::new);
    }

    /** A record that stands alone need not begin with the literal prefix, as long as it fits the grammar. */
    private static Optional<String> lonelyRecord(List<String> records, Dialect dialect) {
        Pattern loose = dialect == Dialect.RFC8461 ? LOOSE_PREFIX : LOOSE_DRAFT_PREFIX;
        return records.size() == 1 && loose.matcher(records.get(0)).matches()
                ? Optional.of(records.get(0))
                : Optional.empty();
    }

    private static RecordFinding read(String text, Dialect dialect) {
        if (text.length() > MAX_LENGTH) {
            return new RecordFinding.Malformed("it is longer than " + MAX_LENGTH + " characters");
        }
        // in draft-06 section 3.1 white space may stand around every equals sign, in RFC 8461 nowhere
        String record = dialect == Dialect.DRAFT06 ? text.replaceAll("[ \\t]*=[ \\t]*", "=") : text;
        String[] fields = DELIMITER.split(record, -1);
        int count = fields[fields.length - 1].isEmpty() ? fields.length - 1 : fields.length; // one delimiter may trail
        Optional<String> id = Optional.empty();
        for (int i = 1; i < count; i++) {
            var field = FIELD.matcher(fields[i]);
            if (!field.matches()) {
                return new RecordFinding.Malformed(
                        "'" + Untrusted.text(fields[i], 80) + "' is no field of the form name=value");
            }
            // RFC 8461 section 3.2, last paragraph: of fields with one name the first counts
            if (id.isEmpty() && field.group("name").equals("id")) {
                if (dialect == Dialect.DRAFT06 && i > 1) {
                    return new RecordFinding.Malformed("id must stand right behind v (draft-06 section 3.1)");
                }
                id = Optional.of(field.group("value"));
            }
        }
        return id.map(StsRecord::withId).orElseGet(() -> new RecordFinding.Malformed("it has no id"));
    }

    private static RecordFinding withId(String id) {
        return ID.matcher(id).matches()
                ? new RecordFinding.Found(new StsRecord(id))
                : new RecordFinding.Malformed("id '" + Untrusted.text(id, 40) + "' is not 1 to 32 letters and digits");
    }
}
