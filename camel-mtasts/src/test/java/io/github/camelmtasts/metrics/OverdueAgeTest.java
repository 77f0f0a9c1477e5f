package io.github.camelmtasts.metrics;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.PolicyKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OverdueAgeTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static double age(String... since) {
        List<OverdueRefresh> overdue = Stream.of(since)
                .map(at -> new OverdueRefresh(
                        new PolicyKey(DomainName.of("bad.example"), Dialect.RFC8461), 1, Instant.parse(at), NOW, "why"))
                .toList();
        return MtaStsMetrics.secondsOverdue(overdue, NOW);
    }

    @Test
    void isThatOfTheRenewalThatFailsLongest() {
        assertThat(age()).isZero();
        assertThat(age("2026-11-24T11:00:00Z")).isEqualTo(3600);
        assertThat(age("2026-11-24T11:00:00Z", "2026-11-24T10:00:00Z")).isEqualTo(7200);
    }
}
