package io.github.camelmtasts.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TextPolicyTest {

    private static final String VALID = """
            version: STSv1
            mode: enforce
            mx: mail.example.com
            max_age: 86400
            """;

    @Test
    @Requirement({"R8461-3.1-19", "R8461-3.2-14"})
    void isReadFieldByField() throws PolicySyntaxException {
        Policy policy = TextPolicy.parse("""
                version: STSv1
                mode: enforce
                mx: mail.example.com
                mx: *.example.net
                mx: backupmx.example.com
                max_age: 604800
                """);
        assertThat(policy.dialect()).isEqualTo(Dialect.RFC8461);
        assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(7));
        assertThat(policy.mxPatterns())
                .as("in the order of the file")
                .map(MxPattern::toString)
                .containsExactly("mail.example.com", "*.example.net", "backupmx.example.com");
        assertThat(policy.remarks()).isEmpty();
    }

    @Test
    void isNamedByTheDigestOfItsText() throws PolicySyntaxException {
        assertThat(TextPolicy.parse(VALID).sha256())
                .isEqualTo(TextPolicy.parse(VALID).sha256())
                .isNotEqualTo(TextPolicy.parse(VALID + "\n").sha256())
                .matches("[0-9a-f]{64}");
    }

    static Stream<Arguments> lineEnds() {
        return Stream.of(
                arguments(VALID, "LF"),
                arguments(VALID.replace("\n", "\r\n"), "CRLF"),
                arguments(VALID.replaceFirst("\n", "\r\n"), "both"),
                arguments(VALID.stripTrailing(), "no end of the last line, LF"),
                arguments(VALID.replace("\n", "\r\n").stripTrailing(), "no end of the last line, CRLF"),
                arguments(VALID + "\n\r\n\n", "empty lines at the end, our one leniency"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("lineEnds")
    @Requirement({"R8461-3.2-4", "R8461-3.2-20"})
    void isTheSameWithEveryEndOfLine(String text, String reason) throws PolicySyntaxException {
        assertThat(essenceOf(text)).as(reason).isEqualTo(essenceOf(VALID));
    }

    static Stream<Arguments> brokenLines() {
        return Stream.of(
                arguments(VALID.replace('\n', '\r'), 1, "CR alone ends no line"),
                arguments(VALID.stripTrailing() + "\r", 4, "nor does it at the end of the file"),
                arguments(VALID + "\r", 5, "nor in a line of its own"),
                arguments(VALID.replaceFirst("\n", "\r\r\n"), 1, "CR before CRLF"),
                arguments("\n" + VALID, 1, "empty line at the start"),
                arguments(VALID.replace("mx:", "\nmx:"), 3, "empty line in the middle"),
                arguments(VALID + " \n", 5, "white space alone at the end"),
                arguments("\uFEFF" + VALID, 1, "byte order mark"),
                arguments(VALID.replace("\n", "\u2028"), 1, "line separator of Unicode"),
                arguments(VALID.replace("\n", "\f"), 1, "form feed"),
                arguments(VALID + "note: a\u0000b", 5, "NUL in a value"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("brokenLines")
    @Requirement({"R8461-3.2-5", "R8461-3.2-20", "R8461-3.2-21"})
    void isRefusedWithTheLineThatIsNone(String text, int line, String reason) {
        assertRefused(text, line, reason);
    }

    @Test
    @Requirement({"R8461-3.2-9", "R8461-3.2-21"})
    void isNoEmptyFile() {
        assertRefused("", 0, "nothing");
        assertRefused("\n\n", 0, "empty lines");
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            mode:enforce              | no white space
            'mode: enforce'           | one space
            'mode:\t \tenforce'       | any white space behind the colon
            'mode: enforce \t'        | any white space at the end
            """)
    @Requirement({"R8461-3.2-6", "R8461-3.2-7"})
    void mayHaveWhiteSpaceRoundTheValue(String line, String reason) throws PolicySyntaxException {
        assertThat(TextPolicy.parse(with("mode", line)).mode()).as(reason).isEqualTo(Mode.ENFORCE);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            'mode : enforce'   | white space before the colon
            ' mode: enforce'   | white space at the start of the line
            mode=enforce       | no colon
            mode               | a name alone
            ': enforce'        | no name
            'mode:'            | no value
            'mode: \t'         | white space for a value
            """)
    @Requirement({"R8461-3.2-6", "R8461-3.2-21"})
    void hasNameColonValueInEveryLine(String line, String reason) {
        assertRefused(with("mode", line), 2, reason);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            version | Version: STSv1
            mode    | Mode: enforce
            max_age | Max_Age: 86400
            max_age | max-age: 86400
            mx      | MX: mail.example.com
            """)
    @Requirement({"R8461-3.2-8", "R8461-3.2-21"})
    void lacksAFieldThatIsWrittenInAnotherWay(String field, String line) {
        assertThatThrownBy(() -> TextPolicy.parse(with(field, line)))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining(field + " is missing");
    }

    @ParameterizedTest(name = "{2}: {0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            version | version: STSv2        | another version
            version | version: stsv1        | case
            version | version: STSv1;       | the semicolon belongs to the record
            version | version: STSv1 STSv1  | two of them
            version | x: STSv1              | none
            mode    | mode: report          | the draft's word
            mode    | mode: enforced        | another word
            mode    | mode: Enforce         | case
            mode    | mode: enforce testing | two words
            mode    | x: enforce            | none
            max_age | max_age: -1           | negative
            max_age | max_age: +1           | a sign
            max_age | max_age: 1.5          | a fraction
            max_age | max_age: 1e3          | an exponent
            max_age | max_age: 1 000        | a space inside
            max_age | max_age: 0x10         | hexadecimal
            max_age | max_age: 12345678901  | 11 digits
            max_age | max_age: ١٢٣          | digits beyond US-ASCII
            max_age | 'max_age: '           | empty
            max_age | x: 86400              | none
            mx      | x: mail.example.com   | no mx at all
            """)
    @Requirement({"R8461-3.2-8", "R8461-3.2-9", "R8461-3.2-10", "R8461-3.2-11", "R8461-3.2-13", "R8461-3.2-21"})
    void isRefusedAsAWholeByOneField(String field, String line, String reason) {
        assertThatThrownBy(() -> TextPolicy.parse(with(field, line)))
                .as(reason)
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining(field);
    }

    @Test
    @Requirement("R8461-3.2-9")
    void mayHaveItsVersionLast() throws PolicySyntaxException {
        assertThat(essenceOf("max_age: 86400\nmx: mail.example.com\nmode: enforce\nversion: STSv1"))
                .isEqualTo(essenceOf(VALID));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"enforce, ENFORCE", "testing, TESTING", "none, NONE"})
    @Requirement("R8461-3.2-10")
    void hasOneOfThreeModes(String written, Mode mode) throws PolicySyntaxException {
        assertThat(TextPolicy.parse(with("mode", "mode: " + written)).mode()).isEqualTo(mode);
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            0          | 0        | for the delivery at hand alone
            1          | 1        | one second
            0604800    | 604800   | leading zero
            0000000001 | 1        | ten digits
            31557600   | 31557600 | the largest
            31557601   | 31557600 | cut
            2147483648 | 31557600 | more than 31 bits, cut
            9999999999 | 31557600 | more than 32 bits, cut
            """)
    @Requirement({"R8461-3.2-11", "R8461-3.2-12"})
    void livesAtMostAYear(String written, long seconds, String reason) throws PolicySyntaxException {
        assertThat(TextPolicy.parse(with("max_age", "max_age: " + written)).maxAge())
                .as(reason)
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest(name = "mode {0}")
    @CsvSource(delimiter = '|', textBlock = """
            enforce | false
            testing | false
            none    | true
            """)
    @Requirement("R8461-3.2-13")
    void needsAnMxUnlessItsModeIsNone(String mode, boolean valid) throws PolicySyntaxException {
        String text = "version: STSv1\nmode: " + mode + "\nmax_age: 86400\n";
        if (valid) {
            assertThat(TextPolicy.parse(text).mxPatterns()).isEmpty();
        } else {
            assertRefused(text, 0, "no mx");
        }
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            mx: a.example, b.example | two in a line
            mx: a.example b.example  | two in a line, no comma
            mx: *                    | star alone
            mx: *.                   | star and dot
            mx: *a.example           | partial wildcard
            mx: a*.example           | partial wildcard behind
            mx: a.*.example          | wildcard inside
            mx: *.*.example          | two wildcards
            mx: .example             | the draft's suffix
            mx: a_b.example          | underscore
            mx: a..example           | empty label
            mx: -a.example           | hyphen in front
            mx: bücher.example       | U-label
            mx: *.bücher.example     | U-label below a wildcard
            mx: 192.0.2.1            | address
            mx: [192.0.2.1]          | address literal
            mx: 2001:db8::1          | IPv6 address
            """)
    @Requirement({"R8461-3.2-14", "R8461-3.2-15", "R8461-3.2-16", "R8461-3.2-19"})
    void passesOverABadMxBesideAGoodOneAndIsRefusedWithoutAGoodOne(String line, String reason)
            throws PolicySyntaxException {
        assertRefused(with("mx", line), 3, reason);

        Policy policy = TextPolicy.parse(with("mx", line + "\nmx: mail.example.com"));
        assertThat(policy.mxPatterns()).as(reason).map(MxPattern::toString).containsExactly("mail.example.com");
        assertThat(policy.remarks()).as(reason).singleElement().asString().startsWith("line 3: ");

        assertThat(TextPolicy.parse(with("mx", line).replace("enforce", "none")).mxPatterns())
                .as("mode none needs no mx")
                .isEmpty();
    }

    @Test
    void remarksOnFiveFaultsAtMostAndCountsTheRest() throws PolicySyntaxException {
        assertThat(TextPolicy.parse(VALID + "mx: !\n".repeat(5)).remarks())
                .hasSize(5)
                .allSatisfy(remark -> assertThat(remark).contains("'!'"));

        assertThat(TextPolicy.parse(VALID + "mx: !\n".repeat(900)).remarks())
                .hasSize(5)
                .last()
                .isEqualTo("and 896 more remarks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "!"})
    void hasAThousandPatternsAtMost(String pattern) throws PolicySyntaxException {
        String most = VALID + ("mx: " + pattern + "\n").repeat(999);
        assertThat(TextPolicy.parse(most).mode()).isEqualTo(Mode.ENFORCE);

        assertThatThrownBy(() -> TextPolicy.parse(most + "mx: one.more.example\n"))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining("more than 1000 mx patterns");
    }

    @Test
    @Requirement("R8461-3.2-16")
    void namesInternationalHostsByALabels() throws PolicySyntaxException {
        assertThat(TextPolicy.parse(with("mx", "mx: *.xn--bcher-kva.example")).mxPatterns())
                .map(MxPattern::toString)
                .containsExactly("*.xn--bcher-kva.example");
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            note: héllo wörld            | UTF-8 and inner spaces
            note:x                       | no white space
            note: a: b = c; d            | punctuation
            id: 1                        | an id is no field of ours
            1-a_b.c: x                   | every kind of sign in the name
            a2345678901234567890123456789012: x | name of 32 characters
            mx_extra: x                  | begins like one of ours
            """)
    @Requirement({"R8461-3.1-19", "R8461-3.2-17"})
    void ignoresFieldsItDoesNotKnow(String line, String reason) throws PolicySyntaxException {
        assertThat(essenceOf(VALID + line)).as(reason).isEqualTo(essenceOf(VALID));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            'note:'                      | no value
            'note:  '                    | white space for a value
            'note: a\u0007b'             | control character
            'note: a\u007F'              | delete
            'note: a\tb'                 | tab inside
            'nöte: a'                    | name beyond US-ASCII
            '_note: a'                   | name that begins with an underscore
            'no te: a'                   | space in the name
            a23456789012345678901234567890123: x | name of 33 characters
            '# note'                     | comment
            """)
    @Requirement({"R8461-3.2-17", "R8461-3.2-21"})
    void isRefusedForAnUnknownFieldThatBreaksTheGrammar(String line, String reason) {
        assertRefused(VALID + line, 5, reason);
    }

    @ParameterizedTest(name = "{3}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            mode: testing,mode: bogus             | true  | TESTING/86400 | the second holds nonsense
            mode: testing,mode: enforce           | true  | TESTING/86400 | the second is stricter
            mode: bogus,mode: enforce             | false | -             | the first holds nonsense
            mode: enforce,max_age: 1,max_age: 2   | true  | ENFORCE/1     | two max_age
            mode: enforce,max_age: 1,max_age: x   | true  | ENFORCE/1     | the second max_age holds nonsense
            mode: enforce,max_age: x,max_age: 1   | false | -             | the first max_age holds nonsense
            mode: enforce,version: STSv2          | true  | ENFORCE/86400 | two versions
            """)
    @Requirement("R8461-3.2-18")
    void countsTheFirstOfFieldsWithOneName(String lines, boolean valid, String modeAndAge, String reason)
            throws PolicySyntaxException {
        String text = "version: STSv1\n" + lines.replace(',', '\n') + "\nmx: mail.example.com\nmax_age: 86400\n";
        if (valid) {
            Policy policy = TextPolicy.parse(text);
            assertThat(policy.mode() + "/" + policy.maxAge().toSeconds())
                    .as(reason)
                    .isEqualTo(modeAndAge);
        } else {
            assertRefused(text, text.contains("mode: bogus") ? 2 : 3, reason);
        }
    }

    @Test
    void readsTheLongestLineInNoTime() throws PolicySyntaxException {
        String long1 = "note: " + "x ".repeat(32 * 1024) + "x";
        String long2 = "note: x" + " ".repeat(64 * 1024);
        assertThat(essenceOf(VALID + long1 + "\n" + long2)).isEqualTo(essenceOf(VALID));
    }

    @Test
    void quotesAFaultOnOneLineAndCut() {
        assertThatThrownBy(() -> TextPolicy.parse("\u001B[31m\u202E" + "x".repeat(10_000)))
                .satisfies(refused ->
                        assertThat(refused.getMessage()).hasSizeLessThan(200).doesNotContain("\u001B", "\u202E"));
    }

    private static void assertRefused(String text, int line, String reason) {
        assertThatThrownBy(() -> TextPolicy.parse(text))
                .as(reason)
                .isInstanceOfSatisfying(
                        PolicySyntaxException.class,
                        refused -> assertThat(refused.line()).isEqualTo(line));
    }

    /** The valid policy with one of its lines replaced. */
    private static String with(String field, String line) {
        return Arrays.stream(VALID.split("\n"))
                .map(valid -> valid.startsWith(field + ":") ? line : valid)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** All that a sender acts on. */
    private static List<Object> essenceOf(String text) throws PolicySyntaxException {
        Policy policy = TextPolicy.parse(text);
        return List.of(policy.mode(), policy.maxAge(), policy.mxPatterns(), policy.remarks());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {bom}version: STSv1\\nmode: none\\nmax_age: 1   | line 1: it begins with a byte order mark
            {bad}{bad}v\\0e\\0r\\0                       | line 1: it is in UTF-16
            \\n\\n<!DOCTYPE html>                          | line 1: it is empty
            <!DOCTYPE html>                              | line 1: '<!DOCTYPE html>' begins a web page
            version: STSv1\\n  mode: none                 | line 2: it begins with white space before 'mode: none'
            version: STSv1\\rmode: none                   | line 1: 'version: STSv1 mode: none' holds a CR; a line ends
            version; STSv1                               | line 1: 'version; STSv1' is no field
            """)
    void saysWhatTheWriterOfAnOddLineDid(String text, String fault) {
        assertThatThrownBy(() -> PolicyParser.of(Dialect.RFC8461)
                        .parse(text.replace("{bom}", "\uFEFF")
                                .replace("{bad}", "\uFFFD")
                                .translateEscapes()))
                .hasMessageStartingWith(fault);
    }
}
