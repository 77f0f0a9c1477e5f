package io.github.camelmtasts.policy;

import java.util.Arrays;
import java.util.List;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class StsRecordTest {

    @Nested
    class ByTheRfc {

        @ParameterizedTest(name = "{2}: {0}")
        @CsvSource(delimiter = '|', textBlock = """
                v=STSv1;id=1              | 1                                | nothing but what must be
                v=STSv1; id=20160831085700Z; | 20160831085700Z               | example of the RFC, one delimiter at the end
                'v=STSv1;id=1 \t; '       | 1                                | white space round the last delimiter
                'v=STSv1; \t id=a \t;\tx=y' | a                              | white space round every delimiter
                v=STSv1;id=aZ09           | aZ09                             | letters and digits
                v=STSv1;id=abcdefghijklmnopqrstuvwxyz012345 | abcdefghijklmnopqrstuvwxyz012345 | 32 characters
                v=STSv1; x=y; id=1        | 1                                | an extension before the id
                v=STSv1; id=1; x=y        | 1                                | an extension behind the id
                v=STSv1;a_b.c-1=~;id=1    | 1                                | every kind of sign in an extension's name
                v=STSv1;x=!:<>?~;id=1     | 1                                | signs at the bounds of the value's alphabet
                v=STSv1;a234567890123456789012345678901b=c;id=1 | 1          | extension name of 32 characters
                v=STSv1;ID=x;id=1         | 1                                | ID is an extension, since case counts
                v=STSv1;v=STSv2;id=1      | 1                                | a second v is an extension
                """)
        @Requirement({
            "R8461-3.1-4",
            "R8461-3.1-5",
            "R8461-3.1-7",
            "R8461-3.1-8",
            "R8461-3.1-10",
        })
        void isReadWithItsId(String record, String id, String reason) {
            assertThat(StsRecord.parse(List.of(record))).as(reason).isEqualTo(found(id));
        }

        @ParameterizedTest(name = "{1}: {0}")
        @CsvSource(delimiter = '|', textBlock = """
                'v=STSv1;'                | no field behind v
                'v=STSv1; a=b'            | no id
                v=STSv1;id=               | empty id
                v=STSv1;id=abcdefghijklmnopqrstuvwxyz0123456 | id of 33 characters
                v=STSv1;id=2020-01        | hyphen in the id
                v=STSv1;id=é              | id beyond US-ASCII
                v=STSv1;id=１             | a digit, but not one of US-ASCII
                v=STSv1;ID=1              | ID is not id
                'v=STSv1;id = 1'          | white space round the equals sign
                'v=STSv1;id =1'           | white space before the equals sign
                'v=STSv1;id= 1'           | white space behind the equals sign
                'v=STSv1;x =y;id=1'       | white space round an extension's equals sign
                'v=STSv1;id=1 '           | white space with no delimiter
                v=STSv1;;id=1             | empty field in the middle
                v=STSv1;id=1;;            | empty field at the end
                v=STSv1;id=1;x            | field without a value
                v=STSv1;id=1;x=           | extension with an empty value
                v=STSv1;id=1;=y           | extension without a name
                v=STSv1;id=1;a=b=c        | equals sign in a value
                'v=STSv1;id=1;a=b c'      | space in a value
                v=STSv1;id=1;a=é          | value beyond US-ASCII
                v=STSv1;id=1;a234567890123456789012345678901bc=d | extension name of 33 characters
                v=STSv1;id=1;_a=b         | extension name that begins with an underscore
                'v=STSv1;id=1;a=\u007F'   | control character
                """)
        @Requirement({
            "R8461-3.1-2",
            "R8461-3.1-5",
            "R8461-3.1-6",
            "R8461-3.1-8",
            "R8461-3.1-9",
            "R8461-3.1-10",
            "R8461-3.1-14",
        })
        void isMalformedAsAWholeByOneFault(String record, String reason) {
            assertThat(StsRecord.parse(List.of(record))).as(reason).isInstanceOf(RecordFinding.Malformed.class);
        }

        @ParameterizedTest(name = "{1}: {0}")
        @CsvSource(delimiter = '|', textBlock = """
                ' v=STSv1;id=1'    | white space in front
                V=STSv1;id=1       | V is not v
                v=stsv1;id=1       | stsv1 is not STSv1
                v=STSv2;id=1       | another version
                v=STSv12;id=1      | longer version
                id=1;v=STSv1       | v is not first
                'v = STSv1;id=1'   | white space round the equals sign
                v=STSv1            | no delimiter
                'v=spf1 -all'      | something else
                ''                 | an empty record
                """)
        @Requirement({"R8461-3.1-3", "R8461-3.1-6"})
        void isNotOursUnlessItBeginsWithTheVersion(String record, String reason) {
            assertThat(StsRecord.parse(List.of(record))).as(reason).isEqualTo(new RecordFinding.Absent());
        }

        @ParameterizedTest(name = "{2}: {0}")
        @CsvSource(delimiter = '|', textBlock = """
                id=1;id=2         | 1    | the first of two
                id=1;id=1         | 1    | the same twice
                id=1;id=2020-01   | 1    | the second could be no id, which does not matter
                id=2020-01;id=1   | none | the first is no id
                x=1;id=1;x=2      | 1    | an extension twice
                """)
        @Requirement("R8461-3.1-11")
        void countsTheFirstOfFieldsWithOneName(String fields, String id, String reason) {
            RecordFinding finding = StsRecord.parse(List.of("v=STSv1; " + fields));
            if (id.equals("none")) {
                assertThat(finding).as(reason).isInstanceOf(RecordFinding.Malformed.class);
            } else {
                assertThat(finding).as(reason).isEqualTo(found(id));
            }
        }

        @Test
        @Requirement("R8461-3.1-21")
        void mayHaveWhiteSpaceBeforeTheFirstSemicolonIfItStandsAlone() {
            assertThat(StsRecord.parse(List.of("v=STSv1 \t;\t id=a"))).isEqualTo(found("a"));
            assertThat(StsRecord.parse(List.of("v=STSv1 ;id=a", "v=spf1 -all"))).isEqualTo(new RecordFinding.Absent());
            assertThat(StsRecord.parse(List.of("v=STSv1 ;id=a", "v=STSv1;id=b")))
                    .isEqualTo(found("b"));
        }
    }

    @Nested
    class ByTheDraft {

        @ParameterizedTest(name = "{2}: {0}")
        @CsvSource(delimiter = '|', textBlock = """
                v=STSv1;id=1               | 1 | as the RFC
                'v = STSv1 ; id = a1'      | a1 | white space round the equals signs
                'v\t=\tSTSv1\t;\tid\t=\ta1;' | a1 | tabs
                v=STSv1; id=1; x=y         | 1 | white space behind a later delimiter, which the grammar lacks
                'v=STSv1; id=1;x = y'      | 1 | white space round an extension's equals sign
                v=STSv1;id=1;id=2          | 1 | of two ids the first
                """)
        @Requirement({"RD06-3.1-2", "RD06-3.1-3", "RD06-3.1-5"})
        void isReadWithItsId(String record, String id, String reason) {
            assertThat(StsRecord.parse(List.of(record), Dialect.DRAFT06))
                    .as(reason)
                    .isEqualTo(found(id));
        }

        @ParameterizedTest(name = "{1}: {0}")
        @CsvSource(delimiter = '|', textBlock = """
                v=STSv1; x=y; id=1    | id is not the second field
                'v=STSv1;'            | no id
                v=STSv1;id=2020-01    | hyphen in the id
                v=STSv1;ID=1          | fixed texts are case-sensitive
                v=STSv1;;id=1         | empty field
                v = STSv1 ; x = y     | a record of ours by its looser beginning, without an id
                """)
        @Requirement({"RD06-3.1-2", "RD06-3.1-5"})
        void isMalformedAsAWholeByOneFault(String record, String reason) {
            assertThat(StsRecord.parse(List.of(record), Dialect.DRAFT06))
                    .as(reason)
                    .isInstanceOf(RecordFinding.Malformed.class);
        }

        @Test
        @Requirement("RD06-3.1-2")
        void isNotOursUnlessItBeginsWithTheVersion() {
            assertThat(StsRecord.parse(List.of("v=stsv1; id=1"), Dialect.DRAFT06))
                    .isEqualTo(new RecordFinding.Absent());
            assertThat(StsRecord.parse(List.of("id=1; v=STSv1"), Dialect.DRAFT06))
                    .isEqualTo(new RecordFinding.Absent());
        }

        @Test
        @Requirement({"RD06-3.1-2", "RD06-3.1-4"})
        void mustBeginWithTheLiteralPrefixAmongOthers() {
            assertThat(StsRecord.parse(List.of("v = STSv1; id=1", "v=spf1 -all"), Dialect.DRAFT06))
                    .isEqualTo(new RecordFinding.Absent());
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @Requirement("RD06-3.1-1")
    void doesNotTellTheDialect(Dialect dialect) {
        assertThat(StsRecord.parse(List.of("v=STSv1; id=1; x=y;"), dialect)).isEqualTo(found("1"));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            'v=spf1 -all,token=abc,v=STSv1; id=7'  | 7 | those of others are dropped
            'v=STSv1; id=7,v=STSv12; id=8'         | 7 | a longer version is another's
            'v=STSv1; id=7, v=STSv1; id=8'         | 7 | with white space in front it is another's
            'v=STSv1; id=7,v=stsv1; id=8'          | 7 | case tells them apart
            """)
    @Requirement({"R8461-3.1-12", "RD06-3.1-4", "RD06-3.1-5"})
    void isPickedFromAmongOthers(String records, String id, String reason) {
        for (Dialect dialect : Dialect.values()) {
            assertThat(StsRecord.parse(split(records), dialect)).as(reason).isEqualTo(found(id));
        }
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            'v=STSv1; id=1,v=STSv1; id=2'          | 2 | two
            'v=STSv1; id=1,v=STSv1; id=1'          | 2 | the same twice
            'v=STSv1; id=1,v=STSv1;'               | 2 | one of two is malformed
            'v=STSv1;1,x,v=STSv1;2,v=STSv1;3'      | 3 | three and another's
            """)
    @Requirement({"R8461-3.1-13", "RD06-3.1-4", "RD06-3.1-5"})
    void isNotPickedFromAmongSeveral(String records, int count, String reason) {
        for (Dialect dialect : Dialect.values()) {
            assertThat(StsRecord.parse(split(records), dialect))
                    .as(reason)
                    .isEqualTo(new RecordFinding.Ambiguous(count));
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @Requirement({"R8461-3.1-13", "RD06-3.1-4"})
    void isAbsentIfThereIsNone(Dialect dialect) {
        assertThat(StsRecord.parse(List.of(), dialect)).isEqualTo(new RecordFinding.Absent());
    }

    @Test
    @Requirement("R8461-3.1-18")
    void differsByItsIdAsText() {
        assertThat(new StsRecord("1")).isEqualTo(new StsRecord("1")).isNotEqualTo(new StsRecord("01"));
        assertThat(new StsRecord("a")).isNotEqualTo(new StsRecord("A"));
        assertThat(Comparable.class.isAssignableFrom(StsRecord.class))
                .as("no id is newer than another")
                .isFalse();
    }

    @Test
    void isReadUpTo4096Characters() {
        String longest = "v=STSv1; id=1; x=" + "y".repeat(4096 - 17);
        assertThat(StsRecord.parse(List.of(longest))).isEqualTo(found("1"));
        assertThat(StsRecord.parse(List.of(longest + "y"))).isInstanceOf(RecordFinding.Malformed.class);
    }

    @Test
    void quotesAFaultOnOneLineAndCut() {
        RecordFinding finding = StsRecord.parse(List.of("v=STSv1; id=1; \r\n\u001B[31m" + "x".repeat(500)));
        assertThat(finding)
                .isInstanceOfSatisfying(
                        RecordFinding.Malformed.class,
                        malformed -> assertThat(malformed.fault())
                                .hasSizeLessThan(150)
                                .doesNotContain("\r", "\n", "\u001B"));
    }

    private static RecordFinding found(String id) {
        return new RecordFinding.Found(new StsRecord(id));
    }

    private static List<String> split(String records) {
        return Arrays.asList(records.split(",", -1));
    }

    @ParameterizedTest
    @CsvSource({
        // record,                    id, plainly
        "'v=STSv1; id=a1;',            a1, true",
        "'v=STSv1; id=a1',             a1, true",
        "'v=STSv1; id=a1;;',           a1, false",
        "'v=STSv1; id=a12;',           a1, false",
        "'v=STSv1; id=a;',             a1, false",
        "'v=STSv1; id=A1;',            a1, false",
        "'v=STSv1;id=a1;',             a1, false",
        "'v=STSv1; id=a1; id=b2;',     a1, false",
        "'v=STSv1; x=y; id=a1;',       a1, false",
        "' v=STSv1; id=a1;',           a1, false"
    })
    void oneOfThePlainestFormIsKnownWithoutReadingIt(String record, String id, boolean plainly) {
        assertThat(StsRecord.arePlainly(id, List.of(record))).isEqualTo(plainly);
        if (plainly) {
            for (Dialect dialect : Dialect.values()) {
                assertThat(StsRecord.parse(List.of(record), dialect))
                        .isEqualTo(new RecordFinding.Found(new StsRecord(id)));
            }
        }
    }

    @Test
    void severalRecordsAreNeverPlain() {
        assertThat(StsRecord.arePlainly("a1", List.of("v=STSv1; id=a1;", "v=spf1 -all")))
                .isFalse();
        assertThat(StsRecord.arePlainly("a1", List.of())).isFalse();
    }
}
