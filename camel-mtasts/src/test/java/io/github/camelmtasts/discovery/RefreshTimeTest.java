package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RefreshTimeTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Requirement("R8461-3.3-14")
    @ParameterizedTest
    @CsvSource({
        // max_age, earliest, latest
        "P365D, PT19H12M, PT24H",
        "P2D,   PT19H12M, PT24H",
        "P1D,   PT9H36M,  PT12H",
        "PT4H,  PT1H36M,  PT2H",
        "PT1H,  PT1H,     PT1H",
        "PT0S,  PT1H,     PT1H"
    })
    void isADayOrHalfOfTheLifeAndNotTheSameForAll(Duration maxAge, Duration earliest, Duration latest) {
        assertThat(refreshAt(maxAge, 0)).isEqualTo(latest);
        List<Duration> times = IntStream.range(0, 1000)
                .mapToObj(part -> refreshAt(maxAge, part / 1000.0))
                .sorted()
                .toList();

        assertThat(times.get(0)).isBetween(earliest, earliest.plusMinutes(1));
        assertThat(times.get(999)).isEqualTo(latest);
    }

    private static Duration refreshAt(Duration maxAge, double random) {
        long bits = (long) (random * (1L << 53)) << 11; // of which RandomGenerator makes this double
        return Duration.between(NOON, RefreshTime.after(NOON, maxAge, () -> bits));
    }
}
