package io.github.camelmtasts.policy;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MxPatternTest {

    @ParameterizedTest(name = "row {0}: {1} under {2}")
    @CsvSource(delimiter = '|', textBlock = """
            1  | mail.example.com      | mail.example.com      | true  | the same name
            2  | MAIL.Example.COM      | mail.example.com      | true  | case does not count
            3  | mail.example.com.     | mail.example.com      | true  | nor does a final dot
            4  | mail.example.com      | *.example.com         | true  | one label for the star
            5  | example.com           | *.example.com         | false | no label for the star
            6  | foo.bar.example.com   | *.example.com         | false | two labels for the star
            7  | foo.bar.example.com   | *.bar.example.com     | true  | one label, deeper
            8  | bar.example.com       | *.bar.example.com     | false | no label, deeper
            9  | evilexample.com       | *.example.com         | false | not at a label boundary
            11 | mx.example.net        | *.example.com         | false | another domain
            12 | xn--bcher-kva.example | xn--bcher-kva.example | true  | A-labels
            13 | mail.example.com      | mail.example.com.     | true  | final dot in the pattern
            14 | mail.example.com      | *.EXAMPLE.com.        | true  | case and final dot in a wildcard
            15 | bücher.example        | xn--bcher-kva.example | true  | A-label against U-label
            16 | a.mail.example.com    | mail.example.com      | false | a full name covers itself alone
            17 | mail.example          | *.example             | true  | wildcard below one label
            """)
    @Requirement({"R8461-4.1-1", "R8461-4.1-2", "R8461-4.1-3", "R8461-4.1-4"})
    void coversHostsByTheTableOfTheRfc(int row, String host, String pattern, boolean covered, String reason)
            throws PolicySyntaxException {
        assertThat(MxPattern.parse(pattern).matches(DomainName.of(host)))
                .as("row %d: %s", row, reason)
                .isEqualTo(covered);
    }

    @Test
    @Requirement({"R8461-3.2-15", "R8461-4.1-3"})
    void isInvalidInTheFormOfTheDraft() {
        assertThatThrownBy(() -> MxPattern.parse(".example.com"))
                .as("row 10")
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining(".example.com");
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            mail.example.com      | name
            *.example.com         | wildcard
            *.mail.example.com    | deeper wildcard
            xn--bcher-kva.example | A-label
            1.mail.example        | digits in a label
            a--b.example          | hyphens inside
            localhost             | one label
            """)
    @Requirement({"R8461-3.2-15", "R8461-3.2-16"})
    void isANameOrAStarAndAName(String pattern, String reason) throws PolicySyntaxException {
        assertThat(MxPattern.parse(pattern)).as(reason).hasToString(pattern);
    }

    @ParameterizedTest(name = "{0} covers the implicit MX: {1}")
    @CsvSource({"example.com, true", "*.example.com, false", "mail.example.com, false"})
    @Requirement("R8461-4.1-5")
    void coversTheDomainItselfByItsOwnNameAlone(String pattern, boolean covered) throws PolicySyntaxException {
        assertThat(MxPattern.parse(pattern).matches(DomainName.of("example.com")))
                .isEqualTo(covered);
    }

    @ParameterizedTest(name = "{3}: {0} under {1}")
    @CsvSource(delimiter = '|', textBlock = """
            mail.example.com   | mail.example.com | true  | full name
            MAIL.example.com.  | mail.example.com | true  | case and final dot
            a.mail.example.com | mail.example.com | false | a full name covers itself alone
            mail.example.com   | .example.com     | true  | suffix, one label
            a.b.example.com    | .example.com     | true  | suffix, two labels
            example.com        | .example.com     | false | suffix without a label more
            evilexample.com    | .example.com     | false | not at a label boundary
            """)
    @Requirement({"RD06-3.2-7", "RD06-A2-6"})
    void coversNamesByTheDraft(String name, String pattern, boolean covered, String reason)
            throws PolicySyntaxException {
        assertThat(MxPattern.parseDraft(pattern).matches(DomainName.of(name)))
                .as(reason)
                .isEqualTo(covered);
    }

    @ParameterizedTest(name = "{3}: *.{0} under {1}")
    @CsvSource(delimiter = '|', textBlock = """
            example.com      | mail.example.com   | true  | the star stands for one label
            example.com      | a.mail.example.com | false | not for two
            example.com      | example.com        | false | nor for none
            example.com      | .example.com       | true  | equal from the right
            mail.example.com | .example.com       | true  | the suffix ends first
            example.com      | .mail.example.com  | true  | the identity ends first
            a.example.com    | .b.example.com     | false | siblings
            xample.com       | .example.com       | false | not at a label boundary
            """)
    @Requirement("RD06-4.1-4")
    void coversWildcardIdentitiesByTheDraft(String base, String pattern, boolean covered, String reason)
            throws PolicySyntaxException {
        assertThat(MxPattern.parseDraft(pattern).matchesWildcard(DomainName.of(base)))
                .as(reason)
                .isEqualTo(covered);
    }

    @Test
    @Requirement("RD06-3.2-8")
    void neverCoversAWildcardIdentityByTheRfc() throws PolicySyntaxException {
        assertThat(MxPattern.parse("*.example.com").matchesWildcard(DomainName.of("example.com")))
                .isFalse();
    }

    @Test
    void isEqualIfItCoversTheSame() throws PolicySyntaxException {
        assertThat(MxPattern.parse("*.Example.com."))
                .isEqualTo(MxPattern.parse("*.example.com"))
                .hasSameHashCodeAs(MxPattern.parse("*.example.com"))
                .isNotEqualTo(MxPattern.parse("example.com"))
                .isNotEqualTo(MxPattern.parse("*.example.net"))
                .isNotEqualTo(MxPattern.parseDraft(".example.com"));
    }
}
