package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said to a host, in which portions, and what is made of its replies (RFC 2920 section 3.1). */
class PipeliningTest extends RawBench {

    @Test
    void aMailIsTwoWrites() {
        send("a@raw.example", "b@raw.example");

        assertThat(mx.arrivals())
                .containsExactly(
                        "MAIL FROM:<me@sender.example>\r\nRCPT TO:<a@raw.example>\r\nRCPT TO:<b@raw.example>\r\nDATA\r\n",
                        MAIL + ".\r\n");
    }

    @Test
    void withoutPipeliningEachCommandWaitsForTheReplyToTheOneBefore() throws IOException {
        mx.close();
        mx = new RawMx("", RawMx::agree);

        send("a@raw.example", "b@raw.example");

        assertThat(mx.arrivals())
                .containsExactly(
                        "MAIL FROM:<me@sender.example>\r\n",
                        "RCPT TO:<a@raw.example>\r\n",
                        "RCPT TO:<b@raw.example>\r\n",
                        "DATA\r\n",
                        MAIL + ".\r\n");
    }

    @Test
    void withoutPipeliningNothingIsSaidThatLeadsNowhere() throws IOException {
        mx.close();
        mx = new RawMx("", answering("MAIL", "550 5.7.1 not you"));
        send("a@raw.example");
        mx.follow(answering("RCPT", "550 5.1.1 unknown"));
        send("a@raw.example", "b@raw.example");

        assertThat(mx.commands())
                .extracting(line -> line.substring(0, 4))
                .startsWith("MAIL", "QUIT", "MAIL", "RCPT", "RCPT");
    }

    @Test
    void eachReplyBelongsToItsRecipient() {
        mx.follow(answering("RCPT TO:<b@", "550 5.1.1 unknown", "RCPT TO:<c@", "451-4.2.1 a\r\n451 4.2.1 busy"));

        var results = send("a@raw.example", "b@raw.example", "c@raw.example", "d@raw.example");

        assertThat(of(results, "a@raw.example")).isEqualTo("ACCEPTED");
        assertThat(of(results, "b@raw.example")).isEqualTo("SERVER_REFUSED");
        assertThat(of(results, "c@raw.example")).isEqualTo("SERVER_DEFERRED");
        assertThat(of(results, "d@raw.example")).isEqualTo("ACCEPTED");
        assertThat(mx.mails()).containsExactly(MAIL);
    }

    @Test
    void aHostThatWantsTheMailForNobodyGetsALoneDotAndIsLeft() {
        mx.follow(answering("RCPT", "550 5.1.1 unknown", RawMx.END_OF_MAIL, "554 5.5.1 no valid recipients"));
        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("SERVER_REFUSED");
        mx.follow(RawMx::agree);

        assertThat(of(send("b@raw.example"), "b@raw.example")).isEqualTo("ACCEPTED");
        assertThat(mx.mails()).containsExactly("", MAIL);
        assertThat(mx.arrivals().get(1)).isEqualTo(".\r\n");
        assertThat(mx.connections()).isEqualTo(2);
    }

    @Test
    void aLoneDotThatIsTakenMakesNobodyARecipient() {
        mx.follow(answering("RCPT", "451 4.2.1 later"));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("SERVER_DEFERRED");
        assertThat(mx.mails()).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 not you,          503 5.5.1 no",
        "MAIL, 451 4.7.1 later,            503 5.5.1 no",
        "RCPT, 550 5.1.1 unknown,          503 5.5.1 no recipients",
        "RCPT, 450 4.3.2 come again later, 554 5.5.1 no valid recipients"
    })
    void aSessionThatTookNobodyEndsWithQuitAndTheNextMailHasANewOne(String command, String refusal, String data) {
        mx.follow(answering(command, refusal, "RCPT", "503 5.5.1 no", "DATA", data));
        var results = send("a@raw.example", "b@raw.example");
        mx.follow(RawMx::agree);

        assertThat(results.values())
                .extracting(result -> result.failure().orElseThrow().detail())
                .containsOnly("raw.example answered: " + refusal);
        assertThat(of(send("c@raw.example"), "c@raw.example")).isEqualTo("ACCEPTED");
        assertThat(mx.commands()).contains("QUIT").doesNotContain("RSET");
        assertThat(mx.connections()).isEqualTo(2);
    }

    @Test
    void aSessionThatTookOneOfManyGoesOn() {
        mx.follow(answering("RCPT TO:<b@", "450 4.2.0 greylisted"));

        send("a@raw.example", "b@raw.example");
        send("c@raw.example");

        assertThat(mx.connections()).isEqualTo(1);
    }

    @Test
    void aMailThatIsRefusedAtDataIsResetAndTheSessionGoesOn() {
        mx.follow(answering("DATA", "451 4.3.0 no room now"));
        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("SERVER_DEFERRED");
        mx.follow(RawMx::agree);

        assertThat(of(send("b@raw.example"), "b@raw.example")).isEqualTo("ACCEPTED");
        assertThat(mx.arrivals()).element(1).isEqualTo("RSET\r\n");
        assertThat(mx.connections()).isEqualTo(1);
    }

    @Test
    void aHostThatRefusesMailAndGoesOnAllTheSameIsLeftWithoutADot() {
        mx.follow(answering("MAIL", "550 5.7.1 not you"));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("SERVER_REFUSED");
        assertThat(mx.mails()).isEmpty();
        assertThat(mx.commands()).doesNotContain(".");
    }

    @ParameterizedTest(name = "{0} answered by {1}")
    @CsvSource({
        "MAIL, '250 ok\r\n250 once more'", // the second would be taken for the first recipient's
        "RCPT, '250 ok\r\n250 once more'",
        "DATA, '354 go on\r\n250 taken, sight unseen'", // ... and for the reply to the final dot
        "MAIL, 'two hundred and fifty'",
        "RCPT, '25'",
        "DATA, '250 what mail?'",
        "DATA, '25'"
    })
    void nobodyIsTakenToBeServedByAReplyThatIsOutOfPlace(String command, String reply) {
        mx.follow(answering(command, reply));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("CONNECTION_LOST");
        assertThat(mx.mails()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"199 strange", "354 what?", "600 strange"})
    void onlyATwoHundredTakesTheMail(String reply) {
        mx.follow(answering(RawMx.END_OF_MAIL, reply));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isNotEqualTo("ACCEPTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a reply", RawMx.HANG_UP, "2"})
    void aMailWhoseFinalReplyCannotBeReadIsPossiblyDelivered(String reply) {
        mx.follow(answering(RawMx.END_OF_MAIL, reply));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("POSSIBLY_DELIVERED");
    }

    @Test
    void whoWasRefusedBeforeTheFinalDotStaysSoIfTheConnectionBreaksAfterIt() {
        mx.follow(answering("RCPT TO:<b@", "550 5.1.1 unknown", RawMx.END_OF_MAIL, RawMx.HANG_UP));

        var results = send("a@raw.example", "b@raw.example");

        assertThat(of(results, "a@raw.example")).isEqualTo("POSSIBLY_DELIVERED");
        assertThat(of(results, "b@raw.example")).isEqualTo("SERVER_REFUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT TO:<a@", "RCPT TO:<b@", "DATA"})
    void aHostThatHangsUpBeforeTheFinalDotHasNoMail(String command) {
        mx.follow(answering(command, RawMx.HANG_UP));

        var results = send("a@raw.example", "b@raw.example");

        assertThat(results.values())
                .extracting(result -> result.failure().orElseThrow().reason())
                .containsOnly(FailureReason.CONNECTION_LOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {RawMx.HANG_UP, "421 4.4.2 idle for too long"})
    void aKeptConnectionThatEndsInAnswerToMailIsReplacedOnce(String ending) {
        send("a@raw.example");
        AtomicInteger mails = new AtomicInteger();
        mx.follow(line -> line.startsWith("MAIL") && mails.incrementAndGet() == 1 ? ending : RawMx.agree(line));

        assertThat(of(send("b@raw.example"), "b@raw.example")).isEqualTo("ACCEPTED");
        assertThat(mx.connections()).isEqualTo(2);
        assertThat(mx.mails()).hasSize(2);
    }

    @Test
    void aKeptConnectionThatBreaksOnceMailWasAnsweredIsNotReplaced() {
        send("a@raw.example");
        mx.follow(answering("RCPT", RawMx.HANG_UP));

        assertThat(of(send("b@raw.example"), "b@raw.example")).isEqualTo("CONNECTION_LOST");
    }

    @Test
    void moreThanAHundredRecipientsAreSeveralTransactions() {
        String[] recipients =
                IntStream.range(0, 250).mapToObj(i -> i + "@raw.example").toArray(String[]::new);

        var results = send(recipients);

        assertThat(results.values()).hasSize(250).allMatch(AttemptResult.Accepted.class::isInstance);
        assertThat(recipientsOfEachTransaction()).containsExactly(100, 100, 50);
        assertThat(mx.mails()).hasSize(3).containsOnly(MAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"452 4.5.3 too many", "452 too many", "552 5.5.3 too many", "552 too many"})
    void recipientsThatAreTooManyGoIntoAFurtherTransaction(String reply) {
        AtomicInteger inTransaction = new AtomicInteger();
        mx.follow(line -> {
            if (line.startsWith("MAIL")) {
                inTransaction.set(0);
            }
            return line.startsWith("RCPT") && inTransaction.incrementAndGet() > 2 ? reply : RawMx.agree(line);
        });

        var results = send("a@raw.example", "b@raw.example", "c@raw.example", "d@raw.example", "e@raw.example");

        assertThat(results.values()).hasSize(5).allMatch(AttemptResult.Accepted.class::isInstance);
        assertThat(mx.mails()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "452 4.2.2 mailbox full, SERVER_DEFERRED",
        "452 4.3.1 disk full,    SERVER_DEFERRED",
        "552 5.2.2 mailbox full, SERVER_REFUSED"
    })
    void aFullMailboxIsNotTakenForTooManyRecipients(String reply, String reason) {
        mx.follow(answering("RCPT TO:<b@", reply));

        var results = send("a@raw.example", "b@raw.example");

        assertThat(of(results, "a@raw.example")).isEqualTo("ACCEPTED");
        assertThat(of(results, "b@raw.example")).isEqualTo(reason);
        assertThat(mx.mails()).hasSize(1);
    }

    @Test
    void oneRecipientThatIsTooManyIsDeferredAndNotAskedAgain() {
        mx.follow(answering("RCPT", "452 4.5.3 too many", "DATA", "503 5.5.1 no recipients"));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("SERVER_DEFERRED");
        assertThat(recipientsOfEachTransaction()).containsExactly(1);
    }

    @Test
    void aTransactionThatBreaksTakesNothingFromTheOneBefore() {
        AtomicInteger mails = new AtomicInteger();
        mx.follow(line -> {
            boolean second = line.startsWith("MAIL") && mails.incrementAndGet() == 2;
            return second ? RawMx.HANG_UP : RawMx.agree(line);
        });
        String[] recipients =
                IntStream.range(0, 101).mapToObj(i -> i + "@raw.example").toArray(String[]::new);

        var results = send(recipients);

        assertThat(of(results, "99@raw.example")).isEqualTo("ACCEPTED");
        assertThat(of(results, "100@raw.example")).isEqualTo("CONNECTION_LOST");
    }

    @Test
    void commandsThatDoNotFitIntoOneWriteAreSaidInPortions() {
        String[] recipients = IntStream.range(0, 100)
                .mapToObj(i -> "x".repeat(230) + i + "@raw.example")
                .toArray(String[]::new);

        var results = send(recipients);

        assertThat(results.values()).hasSize(100).allMatch(AttemptResult.Accepted.class::isInstance);
        assertThat(mx.arrivals()).hasSize(3).allMatch(arrival -> arrival.length() <= 16 * 1024);
    }

    private List<Integer> recipientsOfEachTransaction() {
        List<Integer> counts = new ArrayList<>();
        for (String line : mx.commands()) {
            if (line.startsWith("MAIL")) {
                counts.add(0);
            } else if (line.startsWith("RCPT")) {
                counts.set(counts.size() - 1, counts.get(counts.size() - 1) + 1);
            }
        }
        return counts;
    }
}
