package io.github.camelmtasts.policy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** TXT records, parted by NUL, by both dialects: found exactly if the grammar, written as one expression, finds it. */
public final class RecordFuzz {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,31}";
    private static final String VALUE = "[!-:<>-~&&[^=]]+";
    private static final String DELIMITER = "[ \\t]*;[ \\t]*";

    /** RFC 8461 section 3.1. */
    private static final Pattern RFC =
            Pattern.compile("v=STSv1(%1$s%2$s=%3$s)*(%1$s)?".formatted(DELIMITER, NAME, VALUE));

    private static final Pattern FIRST_ID_OF_RFC = Pattern.compile(DELIMITER + "id=(?<id>" + VALUE + ")");

    /** Draft-06 section 3.1: white space round every equals sign, the id right behind the version. */
    private static final Pattern DRAFT =
            Pattern.compile("v%1$sSTSv1%2$sid%1$s(?<id>[A-Za-z0-9]{1,32})(%2$s%3$s%1$s%4$s)*(%2$s)?"
                    .formatted("[ \\t]*=[ \\t]*", DELIMITER, NAME, VALUE));

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");

    private static final int MAX_LENGTH = 4096;

    private RecordFuzz() {}

    /** Called by the fuzzer with what it made up, and by {@link FuzzCorpusTest} with what it kept. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> records = List.of(new String(input, StandardCharsets.ISO_8859_1).split("\0", -1));
        for (Dialect dialect : Dialect.values()) {
            RecordFinding finding = StsRecord.parse(records, dialect);
            assertThat(StsRecord.parse(records, dialect)).isEqualTo(finding);
            assertThat(idOf(finding)).as("%s by %s", records, dialect).isEqualTo(expectedId(records, dialect));
            if (finding instanceof RecordFinding.Malformed malformed) {
                PolicyFuzz.assertIsOneShortLine(malformed.fault());
            }
        }
    }

    private static Optional<String> idOf(RecordFinding finding) {
        return finding instanceof RecordFinding.Found found
                ? Optional.of(found.record().id())
                : Optional.empty();
    }

    /** Among several records, ours is the only one that begins with the version to the letter. */
    private static Optional<String> expectedId(List<String> records, Dialect dialect) {
        List<String> ours = records.size() == 1
                ? records
                : records.stream().filter(text -> text.startsWith("v=STSv1;")).toList();
        return ours.size() == 1 && ours.get(0).length() <= MAX_LENGTH ? idBy(dialect, ours.get(0)) : Optional.empty();
    }

    private static Optional<String> idBy(Dialect dialect, String record) {
        return switch (dialect) {
            case RFC8461 -> firstId(record).filter(id -> ID.matcher(id).matches());
            case DRAFT06 -> {
                var read = DRAFT.matcher(record);
                yield read.matches() ? Optional.of(read.group("id")) : Optional.empty();
            }
        };
    }

    private static Optional<String> firstId(String record) {
        return RFC.matcher(record).matches()
                ? FIRST_ID_OF_RFC
                        .matcher(record)
                        .results()
                        .map((MatchResult field) -> field.group(1))
                        .findFirst()
                : Optional.empty();
    }
}
