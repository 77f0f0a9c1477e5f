package io.github.camelmtasts.policy;

import java.util.stream.Stream;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class DomainNameTest {

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            example.com              | example.com              | as DNS compares it
            Example.COM              | example.com              | case does not count
            example.com.             | example.com              | nor does one final dot
            EXAMPLE.com.             | example.com              | nor do both
            bücher.example           | xn--bcher-kva.example    | U-label to A-label
            BÜCHER.Example.          | xn--bcher-kva.example    | U-label in capitals
            bu\u0308cher.example     | xn--bcher-kva.example    | letter and accent apart
            XN--BCHER-KVA.example    | xn--bcher-kva.example    | A-label in capitals
            xn--strae-oqa.example    | xn--strae-oqa.example    | sharp s as A-label says which domain is meant
            localhost                | localhost                | one label
            a--b.1a.x1               | a--b.1a.x1               | hyphens and digits inside
            az09.ZEBRA90az.example   | az09.zebra90az.example   | the first and the last letter and digit
            192.0.2.1                | 192.0.2.1                | fits the grammar, see isAddressText
            """)
    @Requirement({"R8461-3.4-5", "R8461-4.1-4"})
    void isKeptAsDnsComparesIt(String written, String kept, String reason) {
        assertThat(DomainName.of(written)).as(reason).hasToString(kept).isEqualTo(DomainName.of(kept));
        assertThat(DomainName.of(written)).as(reason).hasSameHashCodeAs(DomainName.of(kept));
        assertThat(DomainName.ifValid(written)).as(reason).contains(DomainName.of(kept));
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                 | empty             | nothing
            '.'                | empty             | the root
            '..'               | empty label       | two dots
            a..example         | empty label       | dots in a row
            .example           | empty label       | leading dot
            example..          | empty label       | two final dots
            -a.example         | hyphen            | hyphen in front
            a-.example         | hyphen            | hyphen behind
            -.example          | hyphen            | nothing but a hyphen
            a_b.example        | only letters      | underscore
            *.example.com      | only letters      | wildcard
            'a b.example'      | only letters      | space
            'a.example '       | only letters      | space behind
            a.exam/ple         | only letters      | would end the host of a URL
            u@a.example        | only letters      | mail address
            a.example:25       | only letters      | port
            bü_cher.example    | IDNA              | underscore beside a U-label
            faß.example        | IDNA2003 and      | sharp s, which IDNA2003 turns into fass
            βόλος.example      | IDNA2003 and      | final sigma, which IDNA2003 turns into a sigma
            a\u200Db.example   | IDNA2003 and      | joiner, which IDNA2003 drops
            \u0646\u0627\u0645\u0647\u200C\u0627\u06CC.example | IDNA2003 and | non-joiner, which IDNA2003 drops
            a\u3002example     | IDNA2003 and      | ideographic full stop, which IDNA2003 takes for a dot
            \uFF41.example     | IDNA2003 and      | full-width letter, which IDNA2003 maps
            """)
    void isRefusedWithTheReason(String written, String fault, String reason) {
        assertThatIllegalArgumentException()
                .as(reason)
                .isThrownBy(() -> DomainName.of(written))
                .withMessageContaining("'" + Untrusted.text(written) + "'")
                .withMessageContaining(fault);
        assertThat(DomainName.ifValid(written)).as(reason).isEmpty();
    }

    @ParameterizedTest(name = "{0} is no domain")
    @CsvSource({"[192.0.2.1]", "[IPv6:2001:db8::1]", "2001:db8::1"})
    @Requirement("R8461-3.4-3")
    void isNoAddressLiteral(String literal) {
        assertThat(DomainName.ifValid(literal)).isEmpty();
    }

    @Test
    void isQuotedOnOneLineAndCutWhenItIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainName.of("a\r\n\u202Eb" + "x".repeat(10_000)))
                .satisfies(refused ->
                        assertThat(refused.getMessage()).hasSizeLessThan(400).doesNotContain("\r", "\n", "\u202E"));
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                arguments("a".repeat(63) + ".example", true, "label of 63"),
                arguments("a".repeat(64) + ".example", false, "label of 64"),
                arguments(nameOf(253), true, "name of 253"),
                arguments(nameOf(253) + ".", true, "name of 253, the final dot not counted"),
                arguments(nameOf(254), false, "name of 254"),
                arguments("ü".repeat(60) + ".example", false, "short as U-label, too long as A-label"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("lengths")
    void isAsLongAsDnsCanCarry(String name, boolean valid, String reason) {
        assertThat(DomainName.ifValid(name).isPresent()).as(reason).isEqualTo(valid);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            example.com      | _mta-sts.example.com           | mta-sts.example.com           | plain
            Example.COM.     | _mta-sts.example.com           | mta-sts.example.com           | case and dot gone
            bücher.example   | _mta-sts.xn--bcher-kva.example | mta-sts.xn--bcher-kva.example | asked as A-labels
            mail.example.com | _mta-sts.mail.example.com      | mta-sts.mail.example.com      | never that of the parent
            """)
    @Requirement({"R8461-3.1-1", "R8461-3.2-1", "RD06-3.1-1", "RD06-3.4-1"})
    void hasItsRecordAndItsPolicyHostUnderFixedLabels(String domain, String record, String host, String reason) {
        assertThat(DomainName.of(domain).recordName()).as(reason).isEqualTo(record);
        assertThat(DomainName.of(domain).policyHost()).as(reason).hasToString(host);
        assertThat(DomainName.of(domain).canHavePolicy()).as(reason).isTrue();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            244 | true  | record of 253 characters
            245 | false | record of 254 characters
            253 | false | longest name
            """)
    void hasAPolicyOnlyIfThereIsRoomForItsRecord(int length, boolean room, String reason) {
        assertThat(DomainName.of(nameOf(length)).canHavePolicy()).as(reason).isEqualTo(room);
    }

    @Test
    void hasNoPolicyHostIfThereIsNoRoomForIt() {
        assertThat(DomainName.of(nameOf(245)).policyHost().toString()).hasSize(253);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainName.of(nameOf(246)).policyHost());
    }

    @ParameterizedTest(name = "{4}: {0} and {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a.example.com   | example.com   | true  | true  | one label more
            b.a.example.com | example.com   | false | true  | two labels more
            example.com     | example.com   | false | false | itself
            com             | example.com   | false | false | the other way round
            xexample.com    | example.com   | false | false | no label boundary
            a.example.net   | example.com   | false | false | another tree
            """)
    void knowsItsAncestorsByWholeLabels(String name, String ancestor, boolean child, boolean below, String reason) {
        assertThat(DomainName.of(name).isChildOf(DomainName.of(ancestor)))
                .as(reason)
                .isEqualTo(child);
        assertThat(DomainName.of(name).isBelow(DomainName.of(ancestor)))
                .as(reason)
                .isEqualTo(below);
    }

    @Test
    void hasAParentUnlessItIsOneLabel() {
        assertThat(DomainName.of("a.example.com").parent()).contains(DomainName.of("example.com"));
        assertThat(DomainName.of("com").parent()).isEmpty();
        assertThat(DomainName.of("com").hasOneLabel()).isTrue();
        assertThat(DomainName.of("example.com").hasOneLabel()).isFalse();
    }

    @Test
    void saysHowLongItMayBeWhenItIsTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainName.of("a".repeat(64) + ".example"))
                .withMessageContaining("label longer than 63 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainName.of("a.".repeat(126) + "aa"))
                .withMessageContaining("longer than 253 characters");
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.1      | true  | IPv4 address
            192.0.2.1.     | true  | with a final dot
            2130706433     | true  | address as one number
            127.1          | true  | address in short
            127.0.0.90     | true  | the first and the last digit
            mail.1.example | false | digits inside
            1.2.3.4.mail   | false | digits in front
            192.0.2.1a     | false | last label has a letter
            """)
    @Requirement("R5321-5.1-10")
    void isTheTextOfAnAddressIfItsLastLabelIsANumber(String name, boolean address, String reason) {
        assertThat(DomainName.of(name).isAddressText()).as(reason).isEqualTo(address);
    }

    @Test
    void isOrderedByItsText() {
        assertThat(Stream.of("b.example", "A.example").map(DomainName::of).sorted())
                .containsExactly(DomainName.of("a.example"), DomainName.of("b.example"));
    }

    private static String nameOf(int length) {
        StringBuilder name = new StringBuilder();
        while (length - name.length() > 50) {
            name.append("a".repeat(49)).append('.');
        }
        return name.append("b".repeat(length - name.length())).toString();
    }
}
