package io.github.camelmtasts.watch;

import java.time.Duration;
import java.util.stream.IntStream;

import io.github.camelmtasts.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LastHourTest {

    private final MovableClock clock = MovableClock.at("2026-11-24T12:00:30Z");
    private final LastHour<String> hour = new LastHour<>(clock);

    @ParameterizedTest(name = "after {0}: {1}")
    @CsvSource({
        "PT0S,        1",
        "PT59M,       1", // this minute and the 59 before it
        "PT59M30S,    0",
        "PT1H,        0", // its place in the ring is this minute's now
        "PT2H,        0",
        "PT-1M,       0" // the clock was turned back: what is to come does not count
    })
    void countsWhatHappenedInTheLastHour(Duration later, long count) {
        hour.add("mail");
        clock.advance(later);

        assertThat(hour.counts().getOrDefault("mail", 0L)).isEqualTo(count);
    }

    @Test
    void writesOverWhatHappenedAnHourAgo() {
        hour.add("mail");
        clock.advance(Duration.ofHours(1));
        hour.add("mail");

        assertThat(hour.counts()).containsOnlyKeys("mail").containsEntry("mail", 1L);
    }

    @Test
    void countsKindsByThemselvesAndAcrossMinutes() {
        hour.add("mail");
        hour.add("letter");
        clock.advance(Duration.ofMinutes(3));
        hour.add("mail");

        assertThat(hour.counts()).containsEntry("mail", 2L).containsEntry("letter", 1L);
    }

    @Test
    void losesNothingOfWhatManyThreadsCountAtATime() {
        IntStream.range(0, 10_000).parallel().forEach(each -> hour.add("mail"));

        assertThat(hour.counts()).containsEntry("mail", 10_000L);
    }
}
