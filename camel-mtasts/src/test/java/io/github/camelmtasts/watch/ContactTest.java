package io.github.camelmtasts.watch;

import java.time.Duration;

import io.github.camelmtasts.MovableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ContactTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final MovableClock clock = MovableClock.at("2026-11-24T12:00:00Z");
    private final ContactBook book = new ContactBook(clock);

    private boolean hasFailedLong() {
        return book.contact().hasFailedFor(TEN_MINUTES, clock.instant());
    }

    @Test
    void whatNobodyAskedHasNotFailed() {
        assertThat(book.contact()).isEqualTo(Contact.NONE);
        assertThat(hasFailedLong()).isFalse();
    }

    @Test
    void aRowOfFailuresCountsFromItsFirst() {
        book.failed("refused");
        clock.advance(TEN_MINUTES.minusSeconds(1));
        book.failed("timed out");
        assertThat(hasFailedLong()).isFalse();

        clock.advance(Duration.ofSeconds(1));
        assertThat(hasFailedLong()).isTrue();
        assertThat(book.contact().detail()).contains("timed out");
    }

    @Test
    void oneAnswerEndsTheRow() {
        book.failed("refused");
        clock.advance(TEN_MINUTES);
        book.answered();

        assertThat(hasFailedLong()).isFalse();
        assertThat(book.contact().failing()).isEmpty();
        assertThat(book.contact().failed()).contains(clock.instant().minus(TEN_MINUTES));
    }

    @Test
    void anAnswerRightAfterAFailureIsNotOverlooked() {
        book.answered();
        book.failed("refused");
        book.answered();

        assertThat(book.contact().failing()).isEmpty();
    }

    @Test
    void anAnswerCountsAsFreshForAWhile() {
        book.answered();
        clock.advance(Duration.ofSeconds(59));
        assertThat(book.contact().answeredWithin(Duration.ofMinutes(1), clock.instant()))
                .isTrue();

        clock.advance(Duration.ofSeconds(1));
        assertThat(book.contact().answeredWithin(Duration.ofMinutes(1), clock.instant()))
                .isFalse();

        clock.advance(Duration.ofMinutes(-2));
        assertThat(book.contact().answeredWithin(Duration.ofMinutes(1), clock.instant()))
                .as("the clock was turned back")
                .isFalse();
        book.answered();
        assertThat(book.contact().answered()).contains(clock.instant());
    }
}
