package io.github.camelmtasts.discovery;

import java.time.Duration;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.store.StoreUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoreOutageTest {

    private final StoreUnavailableException failure =
            new StoreUnavailableException("the database is down", new IllegalStateException());

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final StoreOutage outage = new StoreOutage(clock);

    @Test
    void lastsFiveSecondsFromTheLastFailure() {
        assertThat(outage.inForce()).isEmpty();

        outage.begins(failure);
        assertThat(outage.inForce()).contains("the database is down");
        clock.advance(Duration.ofSeconds(5).minusMillis(1));
        assertThat(outage.inForce()).contains("the database is down");
        clock.advance(Duration.ofMillis(1));
        assertThat(outage.inForce()).isEmpty();
    }

    @Test
    void endsWithAnAnswer() {
        outage.begins(failure);
        outage.ends();
        assertThat(outage.inForce()).isEmpty();
    }

    @Test
    void isForgottenWhenTheClockIsTurnedBack() {
        outage.begins(failure);
        clock.advance(Duration.ofMillis(-1));
        assertThat(outage.inForce()).isEmpty();
    }

    @Test
    void doesNotFollowFromAWriteThatFailed() {
        outage.warn(failure);
        assertThat(outage.inForce()).isEmpty();
    }
}
