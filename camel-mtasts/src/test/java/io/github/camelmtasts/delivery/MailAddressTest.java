package io.github.camelmtasts.delivery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "you",
                "first.last",
                "a..b",
                "!#$%&'*+-/=?^_`{|}~",
                "jürgen",
                "用户",
                "\uD83D\uDE42",
                "\"\"",
                "\"two words\"",
                "\"a@b\"",
                "\"a\\\"b\"",
                "\"a\\\\\"",
                "\"jürgen müller\"",
                "\"\uD83D\uDE42\""
            })
    void aLocalPartOfTheGrammarStaysAsItIs(String localPart) {
        assertThat(MailAddress.of(localPart + "@good.example").localPart()).isEqualTo(localPart);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words",
                "a@b",
                "a,b",
                "<a",
                "\"",
                "\"a",
                "a\"",
                "\"a\"b\"",
                "\"a\\\"",
                "\"a\\\u007F\"",
                "\"a\\ü\"",
                "\"a\"b",
                "a\u0000",
                "a\u007F",
                "\"\u0001\"",
                "a\u00A0b",
                "a\u202Eb",
                "a\uD83D",
                "\"\uDE42\"",
                "a\uE000",
                "\u2028"
            })
    void aLocalPartOutsideTheGrammarIsRefused(String localPart) {
        assertThatThrownBy(() -> MailAddress.of(localPart + "@good.example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'...@good.example' is no mail address: its local part is malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ü", "\\a", "@", "\""})
    void anAddressOfAnyLengthIsReadWithoutRecursion(String part) {
        assertThatThrownBy(() -> MailAddress.of("\"" + part.repeat(1_000_000) + "\"@good.example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'...@good.example' is no mail address: it is longer than 254 bytes");
    }

    @Test
    void lengthCountsInBytes() {
        assertThat(MailAddress.of("ü".repeat(120) + "@good.example").isAscii()).isFalse();
        assertThatThrownBy(() -> MailAddress.of("ü".repeat(121) + "@good.example"))
                .hasMessageContaining("longer than 254 bytes");
    }
}
