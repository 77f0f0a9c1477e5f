package io.github.camelmtasts.smtp;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** No reply is taken for the answer to another command (RFC 5321 section 4.2, RFC 2920 section 3.1). */
class RepliesInStepTest extends RawBench {

    private static final String BLANK = "\r\n";

    private void withoutPipelining() throws Exception {
        mx.close();
        mx = new RawMx("", RawMx::agree);
    }

    private void sendTwoOfWhomTheSecondIsRefused() {
        var results = send("a@raw.example", "b@raw.example");

        assertThat(of(results, "a@raw.example")).isEqualTo("ACCEPTED");
        assertThat(of(results, "b@raw.example")).isEqualTo("SERVER_REFUSED");
    }

    private void sendTwoOfWhomNeitherIsFailed() {
        assertThat(send("a@raw.example", "b@raw.example").values())
                .extracting(result -> result.failure().orElseThrow().reason().name())
                .containsOnly("CONNECTION_LOST");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBlankLineBehindTheGreetingAnswersNothing(boolean pipelining) throws Exception {
        if (!pipelining) {
            withoutPipelining();
        }
        mx.greetBy("220 raw.example\r\n\r\n");
        mx.follow(answering("RCPT TO:<b@", "550 5.1.1 unknown"));

        sendTwoOfWhomTheSecondIsRefused();
        assertThat(mx.commands()).noneMatch(line -> line.startsWith("HELO"));
    }

    @ParameterizedTest
    @CsvSource({"true, ''", "true, 250-raw.example", "false, ''"})
    void aBlankLineThatComesLateAnswersNothing(boolean pipelining, String firstLine) throws Exception {
        if (!pipelining) {
            withoutPipelining();
        }
        mx.follow(line -> line.startsWith("RCPT TO:<b@")
                ? "\r\n550-5.1.1 unknown\r\n\r\n550 5.1.1 here\r\n"
                : (line.startsWith("EHLO") ? firstLine : "") + BLANK + RawMx.agree(line));

        sendTwoOfWhomTheSecondIsRefused();
    }

    @Test
    void aHostThatAlwaysSaysABlankLineMoreHasItsMailOverOneConnection() {
        mx.greetBy("220 raw.example\r\n\r\n");
        mx.sayBehindEachReply(BLANK);

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("ACCEPTED");
        assertThat(of(send("b@raw.example"), "b@raw.example")).isEqualTo("ACCEPTED");
        assertThat(mx.connections()).isEqualTo(1);
        assertThat(mx.mails()).containsExactly(MAIL, MAIL);
    }

    @Test
    void blankLinesWithoutEndAreNoConversation() {
        mx.greetBy("220 raw.example\r\n" + "\r\n".repeat(40_000));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("CONNECTION_LOST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "502 5.5.1 no", "501 5.5.4 that name?", "504 5.5.2 no such name", "550 what?"})
    void whoDoesNotKnowEhloIsGreetedByHelo(String reply) {
        mx.follow(answering("EHLO", reply));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("ACCEPTED");
        assertThat(mx.commands()).contains("HELO mail.sender.example");
    }

    @ParameterizedTest
    @CsvSource({
        "421 4.3.2 closing,     SESSION_REFUSED",
        "554 5.7.1 not you,     SESSION_REFUSED",
        "451 4.3.0 later,       SESSION_REFUSED",
        "220 and once more,     CONNECTION_LOST",
        "354 go on,             CONNECTION_LOST",
        "good day,              CONNECTION_LOST",
        "'',                    CONNECTION_LOST", // hangs up
    })
    void whoRefusesUsOrSaysNothingIsNotGreetedByHelo(String reply, String reason) {
        mx.follow(answering("EHLO", reply));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo(reason);
        assertThat(mx.commands()).noneMatch(line -> line.matches("(HELO|MAIL).*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"220 raw.example\r\n220 once more\r\n", "220 raw.example\r\n250 and welcome\r\n"})
    void aSecondGreetingIsNotTheAnswerToEhlo(String banner) {
        mx.greetBy(banner);

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("CONNECTION_LOST");
        assertThat(mx.commands()).isEmpty();
    }

    @Test
    void aGreetingWhoseLinesDifferRefusesIfItsLastLineDoes() {
        mx.greetBy("220-raw.example\r\n521 5.7.1 blocked by list\r\n");

        assertThat(send("a@raw.example").values())
                .extracting(result -> result.failure().orElseThrow().detail())
                .containsExactly("raw.example greeted us with: 220-raw.example 521 5.7.1 blocked by list");
    }

    @ParameterizedTest
    @CsvSource({"MAIL, CONNECTION_LOST", "RCPT, CONNECTION_LOST", "'.', POSSIBLY_DELIVERED"})
    void aReplyThatRefusesAndAgreesIsNone(String command, String reason) {
        mx.follow(answering(command, "550-no\r\n250 ok"));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 2.0.0 as I said", "550 5.0.0 late", "421 4.4.2 idle for too long", "what?"})
    void whatAHostSaidOnAKeptConnectionUnaskedEndsIt(String surplus) {
        mx.follow(answering(RawMx.END_OF_MAIL, "550 5.7.1 no\r\n" + surplus));
        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("SERVER_REFUSED");
        mx.follow(answering("RCPT TO:<b@", "550 5.1.1 unknown"));

        sendTwoOfWhomTheSecondIsRefused();
        assertThat(mx.connections()).isEqualTo(2);
    }

    @Test
    void aReplyThatIsOneTooManyOnAKeptConnectionIsNoticedHoweverLateItComes() {
        send("a@raw.example");
        AtomicInteger connection = new AtomicInteger();
        mx.follow(line -> {
            if (line.startsWith("EHLO")) {
                connection.incrementAndGet();
            }
            String late = line.startsWith("MAIL") && connection.get() == 0 ? "250 late\r\n" : "";
            return late + (line.startsWith("RCPT TO:<b@") ? "550 5.1.1 unknown" : RawMx.agree(line));
        });

        sendTwoOfWhomTheSecondIsRefused();
        assertThat(mx.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  EHLO, 250 late", "false, EHLO, 250 late",
        "true,  MAIL, 250 late", "false, MAIL, 250 late",
        "true,  MAIL, 550 late"
    })
    void nobodyIsFailedByRepliesThatAreOutOfStep(boolean pipelining, String command, String late) throws Exception {
        if (!pipelining) {
            withoutPipelining();
        }
        mx.follow(line -> (line.startsWith(command) ? late + "\r\n" : "")
                + (line.startsWith("RCPT TO:<b@") ? "550 5.1.1 unknown" : RawMx.agree(line)));

        sendTwoOfWhomNeitherIsFailed();
        assertThat(mx.mails()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"354 go on", "554 5.5.1 what?", "503 5.5.1 what?", "220 ready"})
    void aResetThatIsNotAnsweredByAYesTakesTheRefusalBackAndEndsTheSession(String reply) {
        mx.follow(answering("DATA", "554 5.5.1 no", "RSET", reply));
        sendTwoOfWhomNeitherIsFailed();
        mx.follow(RawMx::agree);

        assertThat(of(send("c@raw.example"), "c@raw.example")).isEqualTo("ACCEPTED");
        assertThat(mx.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"DATA, 550 5.7.1 no, SERVER_REFUSED", "'.', 552 5.2.3 no, SERVER_REFUSED"})
    void aHangUpBehindARefusalTakesNothingBack(String command, String refusal, String reason) {
        mx.follow(answering(command, refusal, "RSET", RawMx.HANG_UP));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"354 what?", "199 strange", "334 ok"})
    void aFinalReplyThatIsNeitherYesNorNoLeavesTheMailPossiblyDelivered(String reply) {
        mx.follow(answering(RawMx.END_OF_MAIL, reply));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("POSSIBLY_DELIVERED");
    }
}
