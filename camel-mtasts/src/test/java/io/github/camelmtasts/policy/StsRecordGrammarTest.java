package io.github.camelmtasts.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The scanner of records against the grammars as regular expressions. */
class StsRecordGrammarTest {

    private static final String FIELD = "[A-Za-z0-9][A-Za-z0-9_.-]{0,31}%1$s=%1$s[\\x21-\\x3A\\x3C\\x3E-\\x7E]+";

    private static final String SPACE = "[ \\t]*";

    private static final String RECORD = "v%1$s=%1$sSTSv1(?:[ \\t]*;[ \\t]*" + FIELD + ")+(?:[ \\t]*;[ \\t]*)?";

    private static final Pattern RFC_RECORD = Pattern.compile(String.format(RECORD, ""));

    private static final Pattern DRAFT_RECORD = Pattern.compile(String.format(RECORD, SPACE));

    private static final Pattern RFC_ID = Pattern.compile(";[ \\t]*id=([^ \\t;]*)");

    private static final Pattern DRAFT_ID =
            Pattern.compile("v[ \\t]*=[ \\t]*STSv1[ \\t]*;[ \\t]*id[ \\t]*=[ \\t]*([^ \\t;]*).*");

    private static final Mutations MUTATIONS = new Mutations(
            List.of(
                    "v=STSv1; id=20260101000000;",
                    "v=STSv1;id=1",
                    "v = STSv1 ; id = a1; x = y;",
                    "v=STSv1 ;id=1; a_b.c-1=~",
                    "v=STSv1;\tx=y ; id=2;id=3 ; "),
            List.of("v=STSv1;", ";id=7", "id=", "x=y;", " ; ", " = ", "; ", "0123456789abcdef0123456789abcdef"));

    @Test
    @Requirement({"R8461-3.1-3", "R8461-3.1-5", "R8461-3.1-8", "R8461-3.1-10", "R8461-3.1-11", "R8461-3.1-21"})
    void isThatOfTheRfc() {
        assertFoundAs(Dialect.RFC8461, record -> {
            Matcher id = RFC_ID.matcher(record);
            return RFC_RECORD.matcher(record).matches() && id.find() ? id.group(1) : "";
        });
    }

    @Test
    @Requirement({"RD06-3.1-2", "RD06-3.1-3", "RD06-3.1-5"})
    void isThatOfTheDraft() {
        assertFoundAs(Dialect.DRAFT06, record -> {
            Matcher id = DRAFT_ID.matcher(record);
            return DRAFT_RECORD.matcher(record).matches() && id.matches() ? id.group(1) : "";
        });
    }

    private interface Oracle {
        /** The id as far as the grammar of fields goes; empty if there is none. */
        String idOf(String record);
    }

    private static void assertFoundAs(Dialect dialect, Oracle oracle) {
        List<String> found = new ArrayList<>();
        MUTATIONS.forEach(record -> {
            String id = oracle.idOf(record);
            RecordFinding finding = StsRecord.parse(List.of(record), dialect);
            if (id.matches("[A-Za-z0-9]{1,32}")) {
                assertThat(finding).as(record).isEqualTo(new RecordFinding.Found(new StsRecord(id)));
                found.add(id);
            } else {
                assertThat(finding).as(record).isNotInstanceOf(RecordFinding.Found.class);
            }
        });
        assertThat(found).as("the sample has both kinds").hasSizeBetween(3_000, 27_000);
    }
}
