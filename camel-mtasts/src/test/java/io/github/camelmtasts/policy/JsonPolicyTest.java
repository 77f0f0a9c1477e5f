package io.github.camelmtasts.policy;

import java.time.Duration;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonPolicyTest {

    private static final String VERSION = "\"version\": \"STSv1\"";
    private static final String MODE = "\"mode\": \"enforce\"";
    private static final String MAX_AGE = "\"max_age\": 86400";
    private static final String MX = "\"mx\": [\"mail.example.com\"]";

    @Test
    @Requirement({"RD06-3.2-1", "RD06-3.2-7"})
    void isReadMemberByMember() throws PolicySyntaxException {
        Policy policy = JsonPolicy.parse("""
                {
                  "version": "STSv1",
                  "mode": "report",
                  "mx": ["mx1.example.com", ".example.net", "xn--bcher-kva.example"],
                  "max_age": 123456
                }
                """);
        assertThat(policy.dialect()).isEqualTo(Dialect.DRAFT06);
        assertThat(policy.mode()).isEqualTo(Mode.TESTING);
        assertThat(policy.maxAge()).isEqualTo(Duration.ofSeconds(123456));
        assertThat(policy.mxPatterns())
                .map(MxPattern::toString)
                .containsExactly("mx1.example.com", ".example.net", "xn--bcher-kva.example");
        assertThat(policy.remarks()).isEmpty();
        assertThat(policy.sha256()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"enforce, ENFORCE", "report, TESTING"})
    @Requirement("RD06-3.2-3")
    void hasOneOfTwoModes(String written, Mode mode) throws PolicySyntaxException {
        assertThat(JsonPolicy.parse(object(VERSION, "\"mode\":\"" + written + "\"", MAX_AGE, MX))
                        .mode())
                .isEqualTo(mode);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            "version": "STSv2"   | another version
            "version": "stsv1"   | case
            "version": 1         | a number
            "version": null      | null
            "Version": "STSv1"   | another name
            """)
    @Requirement("RD06-3.2-2")
    void isRefusedWithoutItsVersion(String version, String reason) {
        assertRefused(object(version, MODE, MAX_AGE, MX), "version", reason);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            "mode": "testing"    | the word of the RFC
            "mode": "none"       | the draft knows no opt-out
            "mode": "Enforce"    | case
            "mode": ["enforce"]  | an array
            "mode": null         | null
            "Mode": "enforce"    | another name
            """)
    @Requirement("RD06-3.2-3")
    void isRefusedWithoutAModeOfTheDraft(String mode, String reason) {
        assertRefused(object(VERSION, mode, MAX_AGE, MX), "mode", reason);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            "max_age": -1        | negative
            "max_age": 1.5       | a fraction
            "max_age": 1e3       | an exponent
            "max_age": true      | a boolean
            "max_age": null      | null
            "max_age": "86400"   | a string
            "maxAge": 86400      | another name
            """)
    @Requirement("RD06-3.2-4")
    void isRefusedWithoutAWholeNumberOfSeconds(String maxAge, String reason) {
        assertRefused(object(VERSION, MODE, maxAge, MX), "max_age", reason);
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            0                    | 0        | for the delivery at hand alone
            86400                | 86400    | a day
            31557600             | 31557600 | the largest of the RFC
            31557601             | 31557600 | cut
            1000000000000        | 31557600 | more than 32 bits, cut
            99999999999999999999 | 31557600 | more than 64 bits, cut
            """)
    @Requirement({"RD06-3.2-4", "RD06-3.2-5"})
    void livesAtMostAYear(String written, long seconds, String reason) throws PolicySyntaxException {
        assertThat(JsonPolicy.parse(object(VERSION, MODE, "\"max_age\":" + written, MX))
                        .maxAge())
                .as(reason)
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            "mx": "mail.example.com"            | a string
            "mx": []                            | empty
            "mx": [1]                           | a number in it
            "mx": ["mail.example.com", 1]       | a number beside a string
            "mx": ["mail.example.com", null]    | null beside a string
            "mx": [["mail.example.com"]]        | an array in it
            "mx": {"mail.example.com": true}    | an object
            "mx": null                          | null
            "MX": ["mail.example.com"]          | another name
            """)
    @Requirement("RD06-3.2-6")
    void isRefusedWithoutAnArrayOfPatterns(String mx, String reason) {
        assertRefused(object(VERSION, MODE, MAX_AGE, mx), "mx", reason);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            *.example.com        | the RFC's wildcard
            *                    | star
            ''                   | empty
            .                    | a dot alone
            ..example.com        | two dots in front
            a..example.com       | empty label
            a_b.example.com      | underscore
            bücher.example       | U-label
            .bücher.example      | U-label in a suffix
            """)
    @Requirement({"R8461-3.2-19", "RD06-3.2-7", "RD06-3.2-8"})
    void passesOverABadPatternBesideAGoodOneAndIsRefusedWithoutAGoodOne(String pattern, String reason)
            throws PolicySyntaxException {
        assertRefused(object(VERSION, MODE, MAX_AGE, "\"mx\": [\"" + pattern + "\"]"), "mx pattern", reason);

        Policy policy =
                JsonPolicy.parse(object(VERSION, MODE, MAX_AGE, "\"mx\": [\"" + pattern + "\", \"mail.example.com\"]"));
        assertThat(policy.mxPatterns()).as(reason).map(MxPattern::toString).containsExactly("mail.example.com");
        assertThat(policy.remarks()).as(reason).singleElement().asString().contains("passed over");
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            "comment": "words"                              | a string
            "comment": {"mx": ["x"], "mode": "none"}        | an object with names of ours
            "comment": [1, 2.5e3, true, null, [], {}]       | an array of everything
            "": 0                                           | an empty name
            """)
    @Requirement("RD06-3.2-9")
    void ignoresMembersItDoesNotKnow(String member, String reason) throws PolicySyntaxException {
        assertThat(JsonPolicy.parse(object(member, VERSION, MODE, MAX_AGE, MX)).mode())
                .as(reason)
                .isEqualTo(Mode.ENFORCE);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {%s} x                              | trailing word
            {%s} {}                             | a second object
            {%s},                               | trailing comma
            {%s}}                               | a bracket too many
            {%s                                 | a bracket too few
            {%s,}                               | comma before the end
            [{%s}]                              | an object in an array
            "%s"                                | no object
            {%s, "mode": "report"}              | a name twice
            {%s, "mode": "enforce"}             | a name twice with one value
            {%s, "x": 1, "x": 1}                | an unknown name twice
            {%s, "x": {"y": 1, "y": 1}}         | a name twice below
            {%s, "x": NaN}                      | NaN
            {%s, "x": 'y'}                      | single quotes
            {%s, x: 1}                          | a name without quotes
            {%s, "x": 01}                       | leading zero
            {%s, "x": +1}                       | plus sign
            {%s /* y */}                        | comment
            {%s} // y                           | comment behind
            ~~                                  | nothing
            ~ ~                                 | white space
            null                                | null
            \uFEFF{%s}                          | byte order mark
            version: STSv1                      | the text of the RFC
            """)
    @Requirement({"RD06-3.2-1", "RD06-3.2-10", "RD06-3.2-12"})
    void isRefusedUnlessItIsOneCleanObject(String text, String reason) {
        String members = String.join(",", VERSION, MODE, MAX_AGE, MX);
        assertThatThrownBy(() -> JsonPolicy.parse(text.replace("%s", members)))
                .as(reason)
                .isInstanceOf(PolicySyntaxException.class);
    }

    @ParameterizedTest(name = "{0} levels")
    @ValueSource(ints = {20, 100_000})
    @Requirement("RD06-3.2-10")
    void isRefusedIfItIsNestedTooDeeply(int levels) {
        String nested = "\"x\":" + "[".repeat(levels) + "]".repeat(levels);
        assertRefused(object(VERSION, MODE, MAX_AGE, MX, nested), "JSON", "deeper than any honest policy");
    }

    @Test
    @Requirement("RD06-3.2-10")
    void isReadIfItIsNestedAsDeeplyAsAllowed() throws PolicySyntaxException {
        String nested = "\"x\":" + "[".repeat(19) + "]".repeat(19);
        assertThat(JsonPolicy.parse(object(VERSION, MODE, MAX_AGE, MX, nested)).mode())
                .isEqualTo(Mode.ENFORCE);
    }

    @Test
    @Requirement({"RD06-3.2-5", "RD06-3.2-10"})
    void isRefusedIfANumberHasMoreThanAHundredDigits() {
        assertRefused(object(VERSION, MODE, "\"max_age\":1" + "0".repeat(100), MX), "JSON", "costs time to convert");
    }

    @Test
    void remarksOnFiveFaultsAtMostAndCountsTheRest() throws PolicySyntaxException {
        String mx = "\"mx\": [" + "\"!\", ".repeat(900) + "\"mail.example.com\"]";
        assertThat(JsonPolicy.parse(object(VERSION, MODE, MAX_AGE, mx)).remarks())
                .hasSize(5)
                .last()
                .isEqualTo("and 896 more remarks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "!"})
    void hasAThousandPatternsAtMost(String pattern) throws PolicySyntaxException {
        String most = "\"mx\": [" + ("\"" + pattern + "\", ").repeat(999) + "\"mail.example.com\"";
        assertThat(JsonPolicy.parse(object(VERSION, MODE, MAX_AGE, most + "]")).mode())
                .isEqualTo(Mode.ENFORCE);

        assertRefused(
                object(VERSION, MODE, MAX_AGE, most + ", \"one.more.example\"]"),
                "more than 1000 mx patterns",
                "no honest domain has them");
    }

    @Test
    void namesTheLineOfTheFault() {
        assertThatThrownBy(() -> JsonPolicy.parse("{\n\"version\": \"STSv1\",\n\"mode\": 7\n}"))
                .isInstanceOfSatisfying(
                        PolicySyntaxException.class,
                        refused -> assertThat(refused.line()).isEqualTo(3));
        assertThatThrownBy(() -> JsonPolicy.parse("{\n\"version\" \"STSv1\"}"))
                .isInstanceOfSatisfying(
                        PolicySyntaxException.class,
                        refused -> assertThat(refused.line()).isEqualTo(2));
    }

    private static void assertRefused(String text, String fault, String reason) {
        assertThatThrownBy(() -> JsonPolicy.parse(text))
                .as(reason)
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining(fault);
    }

    private static String object(String... members) {
        return "{" + String.join(", ", members) + "}";
    }
}
