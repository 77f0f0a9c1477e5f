package io.github.camelmtasts.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RetryScheduleTest {

    private static final Instant FIRST = Instant.parse("2026-11-24T09:00:00Z");

    /** Zero bits are the smallest random number: no jitter. */
    private static final RandomGenerator NO_JITTER = () -> 0L;

    private static final RandomGenerator ALL_JITTER = () -> -1L;

    private static RetrySchedule usual(RandomGenerator random) {
        return RetrySchedule.parse(RetrySchedule.USUAL_WAITS, RetrySchedule.USUAL_LIFETIME, random);
    }

    @ParameterizedTest
    @CsvSource({
        "1, PT5M,  PT5M,  a few minutes at first",
        "2, PT15M, PT15M,",
        "3, PT30M, PT30M,",
        "4, PT1H,  PT1H,",
        "5, PT2H,  PT1H,  so that a mended policy is noticed",
        "6, PT4H,  PT1H,",
        "7, PT4H,  PT1H,  the last wait repeats",
        "2000000000, PT4H, PT1H,"
    })
    @Requirement("R5321-4.5.4.1-1")
    void waitsGrow(int attempts, Duration wait, Duration afterPolicyFailure, String why) {
        RetrySchedule schedule = usual(NO_JITTER);

        assertThat(schedule.nextAttempt(attempts, FIRST, FIRST, false)).as(why).isEqualTo(FIRST.plus(wait));
        assertThat(schedule.nextAttempt(attempts, FIRST, FIRST, true))
                .as(why)
                .isEqualTo(FIRST.plus(afterPolicyFailure));
    }

    @Test
    void aWaitIsShortenedByAFifthAtMost() {
        assertThat(usual(ALL_JITTER).nextAttempt(4, FIRST, FIRST, false))
                .isBetween(
                        FIRST.plus(Duration.ofMinutes(48)),
                        FIRST.plus(Duration.ofMinutes(48).plusSeconds(1)));
    }

    @Test
    void theLastAttemptIsAtTheEndOfTheLife() {
        RetrySchedule schedule = usual(NO_JITTER);
        Instant end = FIRST.plus(Duration.ofDays(5));

        assertThat(schedule.nextAttempt(30, FIRST, end.minusSeconds(60), false)).isEqualTo(end);
        assertThat(schedule.isLast(FIRST, end.minusMillis(1))).isFalse();
        assertThat(schedule.isLast(FIRST, end)).isTrue();
    }

    @Test
    void withoutALifeTheFirstAttemptIsTheLast() {
        assertThat(RetrySchedule.parse("1m", Duration.ZERO, NO_JITTER).isLast(FIRST, FIRST))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT5M", "PT5M, PT5M", "PT5M0.001S, PT15M", "PT1H30M, PT2H", "PT4H, PT4H", "PT9H, PT4H"})
    void aWaitIsRoundedUpToAStep(Duration wait, Duration step) {
        assertThat(usual(NO_JITTER).step(wait)).isEqualTo(step);
    }

    @Test
    void theWaitAfterAPolicyFailureIsAStepToo() {
        assertThat(RetrySchedule.parse("30m,3h", Duration.ofDays(1), NO_JITTER).steps())
                .containsExactly(Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "m",
                "0m",
                "-5m",
                "5d",
                "5m,",
                "5m;10m",
                "1.5h",
                "25h",
                "10m,5m",
                "1s,2s,3s,4s,5s,6s,7s,8s,9s,10s,11s,12s,13s",
                "1s,2s,3s,4s,5s,6s,7s,8s,9s,10s,11s,2h" // and 1 h after a policy failure
            })
    void aTextThatIsNoScheduleIsRefused(String text) {
        assertThatThrownBy(() -> RetrySchedule.parse(text, Duration.ofDays(1), NO_JITTER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'");
    }
}
