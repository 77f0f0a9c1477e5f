package io.github.camelmtasts.policy;

import java.util.stream.Collectors;

import io.github.camelmtasts.policy.PolicyReview.Line;
import io.github.camelmtasts.policy.PolicyReview.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyReviewTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "version: STSv1     | GOOD",
                "version: STSv2     | BROKEN",
                "version STSv1      | BROKEN",
                "mode: none         | GOOD",
                "mode: Enforce      | BROKEN",
                "mode:              | BROKEN",
                "max_age: 0         | GOOD",
                "max_age: -1        | BROKEN",
                "max_age: 12345678901 | BROKEN",
                "mx: mx.a.example   | GOOD",
                "mx: *.a.example    | GOOD",
                "mx: a*.example     | BROKEN",
                "mx: 192.0.2.1      | BROKEN",
                "mx:mx.a.example    | GOOD",
                "Mode: none         | MISSPELT",
                "max-age: 1         | MISSPELT",
                "maxage: 1          | MISSPELT",
                "nmx: a.example     | MISSPELT",
                "mxs: a.example     | MISSPELT",
                "versoin: STSv1     | UNKNOWN",
                "verzion: STSv1     | MISSPELT",
                "x_owner: us        | UNKNOWN",
                "mode : none        | BROKEN",
            })
    void aLineIsJudgedByItself(String line, Verdict expected) {
        Line reviewed = PolicyReview.of(line, Dialect.RFC8461).lines().get(0);

        assertThat(reviewed.verdict()).isEqualTo(expected);
        assertThat(reviewed.detail().isEmpty()).isEqualTo(expected == Verdict.GOOD);
    }

    @Test
    void everyFaultIsFoundWhereSendersStopAtTheFirst() {
        assertThat(verdicts("version: STSv2\nmode: on\nmax_age: week\nmx: *\nmx: mx.a.example\n"))
                .isEqualTo("BROKEN BROKEN BROKEN BROKEN GOOD");
    }

    @Test
    void ofFieldsWithOneNameTheFirstCounts() {
        assertThat(verdicts("mode: none\nmode: ???\nmx: a.example\nmx: a.example"))
                .isEqualTo("GOOD REPEATED GOOD GOOD");
        assertThat(verdicts("mode: on\nmode: none"))
                .as("the first is broken, and still counts")
                .startsWith("BROKEN");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "version: STSv1#mode: none#max_age: 1#, 3",
        "version: STSv1^#mode: none^#max_age: 1^#^#, 3",
        "version: STSv1##mode: none, 3",
        "'', 0",
    })
    void linesEndAsForSenders(String text, int lines) {
        PolicyReview review = PolicyReview.of(text.replace('#', '\n').replace('^', '\r'), Dialect.RFC8461);

        assertThat(review.lines()).hasSize(lines);
    }

    @Test
    void whatIsMissingIsNoLinesFault() {
        PolicyReview review = PolicyReview.of("version: STSv1\nmode: enforce\nmax_age: 86400\n", Dialect.RFC8461);

        assertThat(review.policy()).isEmpty();
        assertThat(review.fault().orElseThrow()).startsWith("mx is missing");
        assertThat(review.lines()).allMatch(line -> line.verdict() == Verdict.GOOD);
    }

    @Test
    void aFaultInJsonHasItsLine() {
        PolicyReview review = PolicyReview.of("{\n\"version\": \"STSv1\",\n\"mode\": \"none\"\n}", Dialect.DRAFT06);

        assertThat(review.lines())
                .filteredOn(line -> line.verdict() == Verdict.BROKEN)
                .singleElement()
                .satisfies(line -> assertThat(line.number()).isEqualTo(3));
        assertThat(review.fault()).isEmpty();
    }

    @Test
    void aLongFileIsCut() {
        PolicyReview review = PolicyReview.of("x: y\n".repeat(1_000), Dialect.RFC8461);

        assertThat(review.lines()).hasSize(PolicyReview.MAX_LINES);
        assertThat(review.moreLines()).isEqualTo(1_000 - PolicyReview.MAX_LINES);
    }

    private static String verdicts(String text) {
        return PolicyReview.of(text, Dialect.RFC8461).lines().stream()
                .map(line -> line.verdict().name())
                .collect(Collectors.joining(" "));
    }
}
