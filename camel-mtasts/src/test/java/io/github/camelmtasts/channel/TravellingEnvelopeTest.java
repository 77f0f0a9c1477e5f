package io.github.camelmtasts.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TravellingEnvelopeTest {

    private static final Instant NINE = Instant.parse("2026-11-24T09:00:00Z");

    private static final String GOOD = """
            {"version":1,"messageId":"<1@sender.example>","sender":"me@sender.example",\
            "recipients":["you@a.example","\\"two words\\"@b.example"],"attempts":2,\
            "firstAttempt":"2026-11-24T08:55:00Z","handedOver":"2026-11-24T09:00:00Z",\
            "notBefore":"2026-11-24T10:00:00Z","reason":"CERTIFICATE_EXPIRED","returns":0}""";

    private static final TravellingEnvelope ENVELOPE = new TravellingEnvelope(
            Optional.of("<1@sender.example>"),
            new Envelope(
                    Optional.of(MailAddress.of("me@sender.example")),
                    List.of(MailAddress.of("you@a.example"), MailAddress.of("\"two words\"@b.example"))),
            2,
            NINE.minusSeconds(300),
            NINE,
            NINE.plusSeconds(3600),
            Optional.of(FailureReason.CERTIFICATE_EXPIRED),
            0);

    @Test
    void itsFormIsStable() {
        assertThat(ENVELOPE.toJson()).isEqualTo(GOOD);
        assertThat(TravellingEnvelope.parse(GOOD)).isEqualTo(ENVELOPE);
    }

    @Test
    void theNullSenderAndAMailWithoutMessageIdTravelToo() {
        TravellingEnvelope bounce = TravellingEnvelope.parse(
                GOOD.replace("me@sender.example\",", "\",").replace("\"messageId\":\"<1@sender.example>\",", ""));

        assertThat(bounce.envelope().sender()).isEmpty();
        assertThat(bounce.messageId()).isEmpty();
        assertThat(TravellingEnvelope.parse(bounce.toJson())).isEqualTo(bounce);
    }

    @Test
    void aMailThatIsNewTravelsToo() {
        TravellingEnvelope untried = TravellingEnvelope.untried(ENVELOPE.messageId(), ENVELOPE.envelope(), NINE);

        assertThat(untried.toJson()).contains("\"attempts\":0").doesNotContain("reason");
        assertThat(TravellingEnvelope.parse(untried.toJson())).isEqualTo(untried);
        assertThat(untried.isEarly(NINE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"returns\":0,\"hint\":\"x\"",
                "\"returns\":0,\"hint\":null",
                "\"returns\":0,\"hint\":{\"sender\":\"x\",\"recipients\":[{}]}",
                "\"returns\":0,\"hint\":[[1],{\"version\":2}]"
            })
    void aMemberOfALaterVersionIsPassedOver(String later) {
        assertThat(TravellingEnvelope.parse(GOOD.replace("\"returns\":0", later)))
                .isEqualTo(ENVELOPE);
    }

    @Test
    void aReasonOfALaterVersionIsUnknownAndNoFault() {
        TravellingEnvelope later = TravellingEnvelope.parse(GOOD.replace("CERTIFICATE_EXPIRED", "BAD_LUCK"));

        assertThat(later.reason()).isEmpty();
        assertThat(later.envelope()).isEqualTo(ENVELOPE.envelope());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"version\":1                            | \"version\":2                 | its version is not 1",
                "\"version\":1,                           | ~~                            | version is missing",
                "\"version\":1                            | \"version\":\"1\"             | a member is of another kind",
                "\"returns\":0                            | \"returns\":0,\"returns\":0   | it is no JSON object",
                "\"returns\":0                            | \"returns\":-1                | returns is too small",
                "\"attempts\":2                           | \"attempts\":-1               | attempts is too small",
                "\"attempts\":2                           | \"attempts\":99999999999      | attempts is too large",
                "\"attempts\":2                           | \"attempts\":2147483647       | attempts is too large",
                "2026-11-24T08:55:00Z                     | +1000000000-12-31T23:59:59Z   | firstAttempt is out of all bounds",
                "2026-11-24T10:00:00Z                     | 9999-01-01T00:00:00Z          | notBefore is out of all bounds",
                "2026-11-24T09:00:00Z                     | 1969-12-31T23:59:59Z          | handedOver is out of all bounds",
                "\"attempts\":2                           | \"attempts\":2.5              | a member is of another kind",
                "\"attempts\":2                           | \"attempts\":null             | a member is of another kind",
                "2026-11-24T10:00:00Z                     | tomorrow                      | notBefore is no time",
                "you@a.example                            | you                           | recipients holds what is no mail address",
                "you@a.example                            | you@a.example\\r\\nRCPT TO:<> | recipients holds what is no mail address",
                "me@sender.example                        | nobody                        | sender holds what is no mail address",
                "[\"you@a.example\",                      | [4711,                        | a recipient is no text",
                "[\"you@a.example\",                      | [[],                          | a recipient is no text",
                "\"recipients\":[                         | \"recipients\":{},\"x\":[     | recipients is no array"
            })
    void aBrokenOneIsRefusedAndSaysWhere(String good, String bad, String complaint) {
        String broken = GOOD.replace(good, bad);

        assertThat(broken).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> TravellingEnvelope.parse(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MtaStsEnvelope is broken: " + complaint)
                .hasMessageNotContaining("a.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "null", "1", "you@a.example", "{\"version\":1}"})
    void whatIsNoEnvelopeAtAllIsRefused(String text) {
        assertThatThrownBy(() -> TravellingEnvelope.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MtaStsEnvelope is broken");
    }

    @Test
    void nothingMayStandBehindIt() {
        assertThatThrownBy(() -> TravellingEnvelope.parse(GOOD + "{}")).hasMessageContaining("something stands behind");
        assertThatThrownBy(() -> TravellingEnvelope.parse(GOOD.substring(0, GOOD.length() - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneThatIsTooLongIsNotEvenRead() {
        assertThatThrownBy(() -> TravellingEnvelope.parse(" ".repeat(1024 * 1024 + 1)))
                .hasMessageContaining("it is longer than 1048576 characters");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "3239, true", "3240, false", "3600, false", "99999, false"})
    void theLastTenthOfItsTimeIsNotTooEarly(long secondsLater, boolean early) {
        assertThat(ENVELOPE.isEarly(NINE.plusSeconds(secondsLater))).isEqualTo(early);
    }

    @ParameterizedTest
    @CsvSource({
        "0,    1, at once",
        "59,   1,",
        "60,   0, a channel that cannot hold a message for longer is slow but no spin",
        "1800, 0,"
    })
    void onlyAReturnAtOnceIsCounted(long secondsLater, int returns, String why) {
        TravellingEnvelope returned = ENVELOPE.returned(NINE.plusSeconds(secondsLater));

        assertThat(returned.returns()).as(why).isEqualTo(returns);
        assertThat(returned.handedOver()).isEqualTo(NINE.plusSeconds(secondsLater));
        assertThat(returned.notBefore()).isEqualTo(ENVELOPE.notBefore());
        assertThat(returned.attempts()).isEqualTo(ENVELOPE.attempts());
    }
}
