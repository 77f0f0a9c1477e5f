package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;

import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecheckTurnsTest {

    private static final Inquiry GOOD = new Inquiry(DomainName.of("good.example"), DialectChoice.AUTO);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final RecheckTurns turns = new RecheckTurns();

    @Test
    void comeOnceInFiveMinutes() {
        assertThat(turns.take(GOOD, NOON)).isTrue();
        assertThat(turns.take(GOOD, NOON)).isFalse();
        assertThat(turns.take(GOOD, NOON.plus(PAUSE).minusMillis(1))).isFalse();
        assertThat(turns.take(GOOD, NOON.plus(PAUSE))).isTrue();
        assertThat(turns.take(GOOD, NOON.plus(PAUSE).plus(PAUSE).minusMillis(1)))
                .as("the second turn counts anew")
                .isFalse();
    }

    @Test
    void belongToOneDomainAndOneChoiceOfDialects() {
        turns.take(GOOD, NOON);
        assertThat(turns.take(new Inquiry(GOOD.domain(), DialectChoice.DRAFT06), NOON))
                .isTrue();
        assertThat(turns.take(new Inquiry(DomainName.of("b.example"), GOOD.choice()), NOON))
                .isTrue();
    }
}
