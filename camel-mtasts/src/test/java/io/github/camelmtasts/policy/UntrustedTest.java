package io.github.camelmtasts.policy;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class UntrustedTest {

    private static final String BELL = "\uD83D\uDD14";

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("", "", "nothing"),
                arguments("550 5.1.1 No such user", "550 5.1.1 No such user", "an honest reply"),
                arguments("dziękuję 谢谢 " + BELL, "dziękuję 谢谢 " + BELL, "letters of every script"),
                arguments("a\r\nINFO forged", "a  INFO forged", "a line break would forge a log line"),
                arguments("a\tb", "a b", "a tab would forge a column"),
                arguments("\u001B[2Ja", "\uFFFD[2Ja", "an escape would rule a terminal"),
                arguments("a\u0000b\u007Fc", "a\uFFFDb\uFFFDc", "NUL and delete"),
                arguments("a\u0085b\u009Bc", "a\uFFFDb\uFFFDc", "control characters beyond US-ASCII"),
                arguments("a\u2028b\u2029c", "a\uFFFDb\uFFFDc", "line breaks of Unicode"),
                arguments("a\u202Eb\u2066c", "a\uFFFDb\uFFFDc", "would reorder what a person reads"),
                arguments("a\u200Bb\uFEFFc\u00ADd", "a\uFFFDb\uFFFDc\uFFFDd", "would hide"),
                arguments("a\uDB40\uDC41b", "a\uFFFDb", "a tag, which hides beyond 16 bits"),
                arguments("a\uD83Db", "a\uFFFDb", "half a character"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("texts")
    void isOneLineOfVisibleCharacters(String theirs, String safe, String reason) {
        assertThat(Untrusted.text(theirs)).as(reason).isEqualTo(safe);
    }

    @Test
    void isCutWithASignThatItWas() {
        assertThat(Untrusted.text("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Untrusted.text("abcdefg", 6)).isEqualTo("abcdef...");
        assertThat(Untrusted.text("x".repeat(1024))).hasSize(1024);
        assertThat(Untrusted.text("x".repeat(10_000_000))).isEqualTo("x".repeat(Untrusted.MAX_LENGTH) + "...");
    }

    @Test
    void isNotCutInTheMiddleOfACharacter() {
        assertThat(Untrusted.text("ab" + BELL + "c", 3)).isEqualTo("ab...");
        assertThat(Untrusted.text("ab" + BELL + "c", 4)).isEqualTo("ab" + BELL + "...");
        assertThat(Untrusted.text("ab" + BELL, 4)).isEqualTo("ab" + BELL);
    }
}
