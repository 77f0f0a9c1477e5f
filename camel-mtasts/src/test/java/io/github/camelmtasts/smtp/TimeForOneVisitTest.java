package io.github.camelmtasts.smtp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.SmtpTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A mail has half an hour in all, inside a visit too, until the whole of it is at the host. */
class TimeForOneVisitTest extends RawBench {

    private static final Duration A_LITTLE_TOO_LONG = Duration.ofMinutes(16);

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private Instant until = clock.instant().plus(Duration.ofMinutes(30));

    @Override
    Clock clock() {
        return clock;
    }

    @Override
    SmtpSettings settings() {
        return new SmtpSettings(
                "mail.sender.example",
                new SmtpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(until));
    }

    private RawMx.Script takingItsTimeAt(String command) {
        return line -> {
            if (line.startsWith(command)) {
                clock.advance(A_LITTLE_TOO_LONG);
            }
            return RawMx.agree(line);
        };
    }

    @ParameterizedTest
    @CsvSource({"true, OUT_OF_TIME", "false, SERVER_REFUSED"}) // of pipelined replies the first is here with the last
    void aHostThatAnswersEachRecipientJustInTimeIsLeftAfterHalfAnHour(boolean pipelining, String first)
            throws Exception {
        if (!pipelining) {
            mx.close();
            mx = new RawMx("", RawMx::agree);
        }
        AtomicInteger recipients = new AtomicInteger();
        mx.follow(line -> {
            if (line.startsWith("RCPT") && recipients.incrementAndGet() == 1) {
                clock.advance(A_LITTLE_TOO_LONG);
                return "550 5.1.1 unknown";
            }
            return takingItsTimeAt("RCPT").replyTo(line);
        });

        var results = send("a@raw.example", "b@raw.example", "c@raw.example");

        assertThat(of(results, "a@raw.example")).isEqualTo(first);
        assertThat(of(results, "b@raw.example")).isEqualTo("OUT_OF_TIME");
        assertThat(of(results, "c@raw.example")).isEqualTo("OUT_OF_TIME");
        assertThat(mx.mails()).isEmpty();
    }

    @Test
    void theTimeOfAMailHoldsBeforeItsFirstRecipientToo() {
        until = clock.instant().plus(Duration.ofMinutes(15));
        mx.follow(takingItsTimeAt("EHLO"));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("OUT_OF_TIME");
    }

    @Test
    void nothingCutsOffTheReplyToTheFinalDot() {
        until = clock.instant().plus(Duration.ofMinutes(15));
        mx.follow(takingItsTimeAt(RawMx.END_OF_MAIL));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("ACCEPTED");
    }

    @Test
    void aKeptConnectionServesTheNextMailForAsLongAsThatMayTake() {
        mx.follow(takingItsTimeAt("RCPT"));
        for (int mail = 0; mail < 4; mail++) {
            until = clock.instant().plus(Duration.ofMinutes(30));
            assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("ACCEPTED");
        }

        assertThat(mx.connections()).isEqualTo(1);
    }
}
