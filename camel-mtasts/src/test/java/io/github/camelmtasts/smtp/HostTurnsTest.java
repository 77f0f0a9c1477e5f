package io.github.camelmtasts.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.smtp.LearntAllowances.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What a host takes at a time is learnt from what it turns away, and grows again. */
@Timeout(60)
class HostTurnsTest {

    private static final int MOST = 20;

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final HostTurns turns = new HostTurns(MOST, HostAllowance.of(MOST));
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private void take(int count) {
        for (int each = 0; each < count; each++) {
            assertThat(turns.tryTake(each)).isTrue();
        }
    }

    private static long soon() {
        return System.nanoTime() + Duration.ofSeconds(30).toNanos();
    }

    @Test
    void eighteenOfTwentyThatAreTurnedAwayLeaveTwo() {
        take(MOST);
        for (int turnedAway = 0; turnedAway < 18; turnedAway++) {
            assertThat(turns.giveWay(0, clock.instant())).isTrue();
        }

        assertThat(turns.allowance().sessions()).isEqualTo(2);
        assertThat(turns.tryTake(21)).isFalse();
    }

    @Test
    void whoIsAloneGivesNoWay() {
        take(1);

        assertThat(turns.giveWay(0, clock.instant())).isFalse();
        assertThat(turns.allowance().sessions()).isEqualTo(MOST);
    }

    @Test
    void idleSessionsCountAsOthers() {
        take(1);

        assertThat(turns.giveWay(2, clock.instant())).isTrue();
        assertThat(turns.allowance().sessions()).isEqualTo(2);
    }

    @Test
    void whatAHostTakesGrowsByOneEachMinuteInWhichItTakesMail() {
        take(2);
        turns.giveWay(0, clock.instant());
        turns.took(clock.instant());
        assertThat(turns.allowance().sessions()).as("not at once").isEqualTo(1);

        clock.advance(HostAllowance.STEP);
        turns.took(clock.instant());
        turns.took(clock.instant());
        assertThat(turns.allowance().sessions()).isEqualTo(2);

        for (int minute = 0; minute < 2 * MOST; minute++) {
            clock.advance(HostAllowance.STEP);
            turns.took(clock.instant());
        }
        assertThat(turns.allowance().sessions()).isEqualTo(MOST);
    }

    @Test
    void aClockThatWasTurnedBackDoesNotKeepItLow() {
        HostAllowance low = HostAllowance.of(MOST).turnedAwayBeside(1, Instant.parse("2030-01-01T00:00:00Z"));

        assertThat(low.took(MOST, Instant.parse("2026-01-01T00:00:00Z")).sessions())
                .isEqualTo(2);
    }

    /** Who was turned away waits before those who came later. */
    @Test
    void turnsComeInTheOrderOfTheFirstArrival() throws Exception {
        take(2);
        turns.giveWay(0, clock.instant());
        List<Long> order = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> waiters = new ArrayList<>();
        for (long arrival : new long[] {30, 10, 20}) {
            CountDownLatch begun = new CountDownLatch(1);
            waiters.add(threads.submit(() -> {
                begun.countDown();
                assertThat(turns.take(arrival, soon())).isTrue();
                order.add(arrival);
                turns.giveBack();
                return null;
            }));
            begun.await();
        }
        for (long until = soon(); turns.waiting() < 3 && System.nanoTime() < until; ) {
            Thread.onSpinWait();
        }

        turns.giveBack();

        for (Future<?> each : waiters) {
            each.get(30, TimeUnit.SECONDS);
        }
        assertThat(order).containsExactly(10L, 20L, 30L);
    }

    @Test
    void whoWaitsInVainLeavesTheTurnToTheNext() throws Exception {
        take(MOST);

        assertThat(turns.take(100, System.nanoTime() + 1_000_000)).isFalse();
        turns.giveBack();

        assertThat(turns.tryTake(101)).isTrue();
    }

    @Test
    void whatWasLearntIsForgottenAfterAnHour() throws Exception {
        LearntAllowances learnt = new LearntAllowances(MOST, clock);
        Place host = new Place(InetAddress.getLoopbackAddress(), 25);
        learnt.learn(host, HostAllowance.of(MOST).turnedAwayBeside(2, clock.instant()));
        assertThat(learnt.of(host).sessions()).isEqualTo(2);

        clock.advance(Duration.ofMinutes(61));

        assertThat(learnt.of(host).sessions()).isEqualTo(MOST);
    }
}
